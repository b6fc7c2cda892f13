// The readers of npm that are fastest at RIS, nbib and BibTeX beside ours, on the same made-up records: side by side in one
// process, in rounds that alternate, with how many fields each keeps as they were written. Usage:
// (cd bench/parsers && npm ci && node run.mjs [records] [rounds])   It needs the build, prints, and never fails.
import { Readable } from 'node:stream';
import reflib from '@iebh/reflib';
import bibtexParse from '@orcid/bibtex-parse-js';
import { FORMATS, recordOf } from '../ingest/make.mjs';
import { FORMATS as READERS } from '../../dist/formats/registry.js';
import { toRecord } from '../../dist/records/canonical.js';

const records = Math.max(1, Number(process.argv[2]) || 5000);
const rounds = Math.max(1, Number(process.argv[3]) || 5);
const written = Array.from({ length: records }, (_, n) => recordOf(n));

const LATEX = { é: "{\\'e}", '“': '``', '”': "''", '–': '--', '%': '\\%' };
const latex = (text) => String(text).replace(/[é“”–%]/g, (letter) => LATEX[letter]);
const bibtex = (r) =>
  `@article{key${r.n},\n  title = {${latex(r.title)}},\n  author = {${r.authors.map((one) => `${latex(one.family)}, ${one.given}`).join(' and ')}},\n` +
  `  journal = {${r.venue}},\n  year = {${r.year}},\n  volume = {${r.volume}},\n  number = {${r.issue}},\n  pages = {${r.page}--${r.page + 9}},\n` +
  `  doi = {${r.doi}},\n  abstract = {${latex(r.abstract)}},\n  keywords = {${r.keywords.join('; ')}}\n}\n\n`;
const texts = {
  ris: FORMATS.ris.begin + written.map(FORMATS.ris.of).join(''),
  nbib: FORMATS.nbib.begin + written.map(FORMATS.nbib.of).join(''),
  bibtex: written.map(bibtex).join(''),
};

/** Reads the fields, as the others do. */
function ours(id) {
  const format = READERS.find((item) => item.id === id);
  return () => {
    const read = [];
    for (const entry of format.parse(texts[id])) {
      const { title, year, doi, abstract, venue, authors } = entry.fields;
      read.push({
        title,
        year,
        doi: doi[0]?.replace(' [doi]', ''),
        abstract,
        venue,
        author: authors.names[0]?.split(',')[0],
      });
    }
    return read;
  };
}

/** Reads as an ingest does: each entry becomes a canonical record, cleaned, its names and dates parted. */
function toRecords(id) {
  const format = READERS.find((item) => item.id === id);
  return () => {
    const read = [];
    for (const entry of format.parse(texts[id])) {
      const { title, year, doi, abstract, venue, authors = [] } = toRecord(entry, 'x') ?? {};
      read.push({ title, year, doi, abstract, venue, author: authors[0]?.family });
    }
    return read;
  };
}

function withReflib(id, text) {
  return () =>
    new Promise((resolve, reject) => {
      const read = [];
      reflib
        .readStream(id, Readable.from([Buffer.from(text)]))
        .on('ref', (ref) =>
          read.push({
            title: ref.title,
            year: ref.year,
            doi: ref.doi,
            abstract: ref.abstract,
            venue: ref.journal,
            author: ref.authors?.[0]?.split(',')[0],
          }),
        )
        .on('end', () => resolve(read))
        .on('error', reject);
    });
}

function withOrcid() {
  return bibtexParse.toJSON(texts.bibtex).map(({ entryTags: tags }) => ({
    title: tags.title,
    year: tags.year,
    doi: tags.doi,
    abstract: tags.abstract,
    venue: tags.journal,
    author: tags.author?.split(',')[0],
  }));
}

const pairs = {
  RIS: {
    litscreen: ours('ris'),
    'litscreen, to records': toRecords('ris'),
    '@iebh/reflib 2.3.6': withReflib('ris', texts.ris),
  },
  nbib: {
    litscreen: ours('nbib'),
    'litscreen, to records': toRecords('nbib'),
    '@iebh/reflib 2.3.6': withReflib('medline', texts.nbib),
  },
  BibTeX: {
    litscreen: ours('bibtex'),
    'litscreen, to records': toRecords('bibtex'),
    '@orcid/bibtex-parse-js 0.0.25': withOrcid,
  },
};

/** The share of the values that are as they were written, of all six fields. */
function kept(read) {
  const same = read.map((item, index) => {
    const r = written[index];
    const expected = {
      title: r?.title,
      year: r?.year,
      doi: r?.doi,
      abstract: r?.abstract,
      venue: r?.venue,
      author: r?.authors[0].family,
    };
    return Object.entries(expected).filter(([key, value]) => String(item[key] ?? '') === String(value)).length;
  });
  return (100 * same.reduce((all, n) => all + n, 0)) / (6 * records);
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

process.stdout.write(`${records} records, medians of ${rounds} rounds that alternate\n`);
for (const [format, readers] of Object.entries(pairs)) {
  const times = Object.fromEntries(Object.keys(readers).map((name) => [name, []]));
  const results = {};
  for (let round = 0; round < rounds; round++) {
    for (const [name, read] of Object.entries(readers)) {
      const start = performance.now();
      results[name] = await read();
      times[name].push(performance.now() - start);
    }
  }
  const own = median(times.litscreen);
  for (const [name, runs] of Object.entries(times)) {
    const ms = median(runs);
    process.stdout.write(
      `${format.padEnd(7)} ${name.padEnd(30)} ${ms.toFixed(0).padStart(5)} ms  ${(ms / own).toFixed(2)} of ours  ` +
        `${results[name].length} records, ${kept(results[name]).toFixed(1)} % of six fields as written\n`,
    );
  }
}
