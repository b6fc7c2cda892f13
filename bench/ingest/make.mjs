// Large exports of made-up records, written piece by piece: a Scopus CSV, RIS, nbib and Web of Science tagged text of the
// same records. Words come from a fixed seed, so that every run reads the same bytes.
import { closeSync, openSync, writeSync } from 'node:fs';

const WORDS = (
  'model language small data training inference edge device memory quantisation distillation pruning benchmark accuracy ' +
  'latency energy transformer attention token corpus domain medical legal education retrieval generation evaluation ' +
  'parameter efficient adaptation knowledge student teacher reasoning federated privacy robust sparse dense hybrid cloud'
).split(' ');

function randomFrom(seed) {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

/** The n-th record, the same whatever others are made. */
export function recordOf(n) {
  const random = randomFrom(n + 1);
  const word = () => WORDS[Math.floor(random() * WORDS.length)];
  const words = (count) => Array.from({ length: count }, word).join(' ');
  const sentence = (count) => `${words(count).replace(/^./, (first) => first.toUpperCase())}.`;
  return {
    n,
    title: `Study ${n} of ${words(9)}`,
    authors: Array.from({ length: 1 + Math.floor(random() * 5) }, (_, index) => ({
      family: `${word().replace(/^./, (first) => first.toUpperCase())}${n % 7 === 0 ? 'é' : ''}son${index}`,
      given: `${String.fromCharCode(65 + Math.floor(random() * 26))}.`,
    })),
    year: 2015 + Math.floor(random() * 11),
    venue: `Journal of ${words(3)}`,
    volume: 1 + Math.floor(random() * 60),
    issue: 1 + Math.floor(random() * 12),
    page: 1 + Math.floor(random() * 900),
    doi: `10.5555/bench.${n}`,
    abstract: Array.from({ length: 11 }, () => sentence(14)).join(' ') + (n % 3 === 0 ? ' “Quoted”, 5 % – done.' : ''),
    keywords: Array.from({ length: 5 }, word),
  };
}

const cell = (text) => `"${String(text).replaceAll('"', '""')}"`;
const COLUMNS =
  'Authors,Title,Year,Source title,Volume,Issue,Art. No.,Page start,Page end,Page count,Cited by,DOI,Link,Abstract,Author Keywords,' +
  'ISSN,Language of Original Document,Document Type,Publication Stage,Source,EID';

export const FORMATS = {
  csv: {
    begin: `${COLUMNS.split(',').map(cell).join(',')}\n`,
    of: (r) =>
      [
        r.authors.map((one) => `${one.family} ${one.given}`).join('; '),
        r.title,
        r.year,
        r.venue,
        r.volume,
        r.issue,
        '',
        r.page,
        r.page + 9,
        10,
        r.n % 50,
        r.doi,
        `https://www.scopus.com/inward/record.uri?eid=2-s2.0-${r.n}`,
        r.abstract,
        r.keywords.join('; '),
        '1234-5678',
        'English',
        'Article',
        'Final',
        'Scopus',
        `2-s2.0-${r.n}`,
      ]
        .map(cell)
        .join(',') + '\n',
  },
  ris: {
    begin: '',
    of: (r) =>
      `TY  - JOUR\nTI  - ${r.title}\n${r.authors.map((one) => `AU  - ${one.family}, ${one.given}\n`).join('')}PY  - ${r.year}\n` +
      `T2  - ${r.venue}\nVL  - ${r.volume}\nIS  - ${r.issue}\nSP  - ${r.page}\nEP  - ${r.page + 9}\nDO  - ${r.doi}\n` +
      `AB  - ${r.abstract}\n${r.keywords.map((word) => `KW  - ${word}\n`).join('')}SN  - 1234-5678\nLA  - English\nAN  - ${r.n}\nER  - \n\n`,
  },
  nbib: {
    begin: '',
    of: (r) =>
      `PMID- ${r.n + 1}\nOWN - NLM\nIS  - 1234-5678 (Electronic)\nVI  - ${r.volume}\nIP  - ${r.issue}\nDP  - ${r.year} May 1\n` +
      `TI  - ${wrapped(r.title)}\nPG  - ${r.page}-${r.page + 9}\nLID - ${r.doi} [doi]\nAB  - ${wrapped(r.abstract)}\n` +
      `${r.authors.map((one) => `FAU - ${one.family}, ${one.given}\nAU  - ${one.family} ${one.given[0]}\n`).join('')}LA  - eng\n` +
      `PT  - Journal Article\nJT  - ${r.venue}\n${r.keywords.map((word) => `OT  - ${word}\n`).join('')}\n`,
  },
  wos: {
    begin: 'FN Clarivate Analytics Web of Science\nVR 1.0\n',
    of: (r) =>
      `PT J\nAU ${r.authors.map((one) => `${one.family}, ${one.given[0]}`).join('\n   ')}\nTI ${r.title}\nSO ${r.venue}\nLA English\n` +
      `DT Article\nDE ${r.keywords.join('; ')}\nAB ${r.abstract}\nSN 1234-5678\nPY ${r.year}\nVL ${r.volume}\nIS ${r.issue}\n` +
      `BP ${r.page}\nEP ${r.page + 9}\nDI ${r.doi}\nUT WOS:${r.n}\nER\n\n`,
  },
};

/** Lines of at most 80 letters, as PubMed wraps them. */
function wrapped(text) {
  return text.replace(/(.{1,80})(?: |$)/g, (_, line) => `${line}\n      `).trimEnd();
}

/** Writes so many records in a format. @returns the bytes written. */
export function makeExport(path, format, records) {
  const { begin, of } = FORMATS[format];
  const handle = openSync(path, 'w');
  let bytes = writeSync(handle, begin);
  let text = '';
  for (let n = 0; n < records; n++) {
    text += of(recordOf(n));
    if (text.length > 1 << 22 || n === records - 1) {
      bytes += writeSync(handle, text);
      text = '';
    }
  }
  closeSync(handle);
  return bytes;
}
