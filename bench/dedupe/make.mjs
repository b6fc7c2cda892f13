// A large library made of the labelled sets: records recombined from real titles, names, venues and abstracts, and copies
// of some as other databases write them. The seed fixes every byte.
import { closeSync, openSync, writeSync } from 'node:fs';

function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Of a hundred new reports so many come again, once to thrice: as in the labelled sets, two records in five are copies. */
const COPIED = 0.35;

/**
 * @param real records of the labelled sets.
 * @returns records with the id of the report that each is a record of, one after the other.
 */
export function* makeLibrary(real, count, seed = 20250301) {
  const random = randomFrom(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const titled = real.filter(({ title }) => (title ?? '').split(' ').length > 5);
  const names = real.flatMap(({ authors }) => (authors ?? []).filter(({ family }) => family !== undefined));
  const venues = [...new Set(real.map(({ venue }) => venue).filter(Boolean))];
  const abstracts = real.map(({ abstract }) => abstract).filter(Boolean);
  const words = real.flatMap(({ title }) => (title ?? '').split(' ')).filter((word) => word.length > 3);
  for (let n = 0, report = 0; n < count; report++) {
    const first = newReport(report);
    for (let copy = 0; n < count && (copy === 0 || (copy < 4 && random() < COPIED)); copy++, n++)
      yield { report, record: copy === 0 ? first : copyOf(first) };
  }

  /** A title with a third of its words from others, other authors, another place. */
  function newReport(report) {
    const title = pick(titled)
      .title.split(' ')
      .map((word) => (word.length > 3 && random() < 0.35 ? pick(words) : word))
      .join(' ');
    const start = 1 + Math.floor(random() * 2500);
    const brief = random() < 0.004;
    return {
      title: brief ? pick(['Editorial', 'Introduction', 'Book review', 'Reply', 'Letter to the editor']) : title,
      authors: Array.from({ length: 1 + Math.floor(random() * 6) }, () => pick(names)),
      year: 1990 + Math.floor(random() * 35),
      venue: pick(venues),
      volume: String(1 + Math.floor(random() * 120)),
      issue: String(1 + Math.floor(random() * 12)),
      pages: `${start}-${start + 1 + Math.floor(random() * 14)}`,
      doi:
        random() < 0.7
          ? `10.${1000 + Math.floor(random() * 60)}/${report.toString(36)}.${Math.floor(random() * 1e6)}`
          : undefined,
      abstract: random() < 0.6 ? `${title}. ${pick(abstracts)}` : undefined,
    };
  }

  /** The record as another database has it. */
  function copyOf(record) {
    const copy = { ...record };
    if (random() < 0.35) copy.title = copy.title.toUpperCase();
    else if (random() < 0.3) copy.title = `${copy.title}.`;
    if (random() < 0.05) copy.title = `${copy.title} [Review] [33 refs]`;
    if (random() < 0.04) copy.title = slip(copy.title);
    if (random() < 0.5) copy.authors = copy.authors.map(({ family, given }) => ({ family, given: given?.[0] }));
    if (random() < 0.4) delete copy.doi;
    if (random() < 0.3) delete copy.abstract;
    if (random() < 0.3)
      copy.venue = copy.venue
        .split(' ')
        .map((word) => (word.length > 5 ? `${word.slice(0, 5)}.` : word))
        .join(' ');
    if (random() < 0.15) delete copy.issue;
    if (random() < 0.08) delete copy.pages;
    if (random() < 0.04) copy.year += random() < 0.5 ? 1 : -1;
    return copy;
  }

  function slip(text) {
    const at = 4 + Math.floor(random() * Math.max(1, text.length - 8));
    return text.slice(0, at) + text.slice(at + 1);
  }
}

const cell = (value) => `"${String(value ?? '').replaceAll('"', '""')}"`;

/** Writes a library as CSV. @returns its size in bytes. */
export function writeLibrary(path, real, count, seed) {
  const handle = openSync(path, 'w');
  let text = 'ID,report,title,author,year,journal,volume,number,pages,doi,abstract\n';
  let [bytes, n] = [0, 0];
  for (const { report, record } of makeLibrary(real, count, seed)) {
    const authors = record.authors.map(({ family, given }) => `${family}, ${given ?? ''}`).join(' and ');
    const { title, year, venue, volume, issue, pages, doi, abstract } = record;
    text += `${[++n, report, title, authors, year, venue, volume, issue, pages, doi, abstract].map(cell).join(',')}\n`;
    if (text.length < 1 << 22) continue;
    bytes += writeSync(handle, text);
    text = '';
  }
  bytes += writeSync(handle, text);
  closeSync(handle);
  return bytes;
}
