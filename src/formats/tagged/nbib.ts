import { addToGroup } from '../../model/group.ts';
import { presentOnly } from '../tables/columns.ts';
import type { EntryCounter } from '../count.ts';
import { countMatches } from '../count.ts';
import { rejected, type Format, type ParsedEntry, type RawFields, type RawName } from '../entry.ts';
import { exactOf, isExact } from '../exact.ts';
import { linesOf } from '../pieces.ts';
import { OpenEntry } from './open-entry.ts';
import type { TaggedValues } from './tagged-values.ts';

/** Two to five letters at the start of a line, filled up with spaces to four, and a hyphen. */
const TAG = /^([A-Z][A-Z0-9]{1,4}) {0,2}-\s?([^]*)$/;
/** Values that are numbers: an untagged line below one goes on with it only where it stands further in. */
const NUMBERS = new Set(['PMID', 'PMC', 'OID', 'UI']);
/** Tags with which a record begins, behind an empty line or where there was one of them already. */
const FIRST = new Set(['PMID', 'PMC', 'OWN', 'UI', 'STAT']);

/**
 * PubMed's and MEDLINE's own text (nbib), as PubMed, PubMed Central and ERIC write it. Tags and their meaning: NLM,
 * “MEDLINE/PubMed Data Element (Field) Descriptions”. Lines that begin with a space go on with the value before.
 */
export const nbib: Format = {
  id: 'nbib',
  name: 'PubMed (nbib)',
  sniff: (head) => head.search(/^(?:PMID *- *\d|OWN *- *(?:ERIC|NLM|litscreen)|PMC *- *PMC\d)/m),
  counter: countRecords,
  *parse(text): Generator<ParsedEntry> {
    let entry = 0;
    let number = 0;
    let isBehindGap = true;
    let open: OpenEntry | undefined;
    for (const written of linesOf(text)) {
      number++;
      const line = written.trimEnd();
      if (line === '') {
        isBehindGap = true;
        continue;
      }
      const match = TAG.exec(line);
      const tag = match?.[1] ?? '';
      const begins = match !== null && (open === undefined || (FIRST.has(tag) && (isBehindGap || open.has(tag))));
      if (begins) {
        if (open) yield endOf(open, ++entry);
        open = new OpenEntry(number);
      }
      isBehindGap = false;
      if (!open) {
        yield rejected(entry, number, 'not-a-record', 'text between records', line);
        continue;
      }
      open.keep(line);
      if (match) open.add(tag, (match[2] ?? '').trim());
      else if (NUMBERS.has(open.tag) && !/^\s/.test(line)) addToGroup(open.values, 'untagged', line.trim());
      else open.goOn(line.trim());
    }
    if (open) yield endOf(open, ++entry);
  },
};

/** Each record has one number, or one owner, at the most; the one that more of them have tells how many there are. */
function countRecords(): EntryCounter {
  const counters = [countMatches(/^PMID *- *\S/gm), countMatches(/^OWN *- *\S/gm)];
  return {
    counts: 'entries',
    add: (piece) => counters.forEach((counter) => counter.add(piece)),
    total: () => Math.max(...counters.map((counter) => counter.total())),
  };
}

function endOf(open: OpenEntry, entry: number): ParsedEntry {
  return { ok: true, entry, line: open.line, fields: toFields(open) };
}

function toFields(open: OpenEntry): RawFields {
  const values = open.tagged();
  const dois = values.allThat(
    (value) => /\[doi\]$|\b10\.\d{4,9}\//.test(value) && !/\[pii\]$/.test(value),
    'LID',
    'AID',
  );
  const bodies = values.all('CN').map((literal): RawName => ({ literal }));
  const isPart = values.peek('TI').length > 0 && values.peek('BTI').length > 0;
  const owner = values.first('OWN');
  const isEric = owner === 'ERIC';
  const exact = exactOf(values.find(isExact, 'LSCR'));
  return {
    type: typesOf(values.all('PT')),
    title: values.first('TI') ?? values.first('BTI', 'CTI'),
    authors: { order: 'family-first', names: [...peopleOf(values.all('FAU'), values.all('AU')), ...bodies] },
    year: values.first('DP', 'DEP', 'DA'),
    date: values.first('DP', 'DEP'),
    venue: (isPart ? values.first('BTI') : undefined) ?? values.first('JT', 'TA'),
    volume: values.first('VI'),
    issue: values.first('IP'),
    pages: values.first('PG'),
    articleNumber: articleNumberOf(values, isEric),
    doi: [...dois, ...values.peek('SO')],
    abstract: values.allOfFirst('AB').join(' ') || usable(values.all('OAB').join(' ')),
    keywords: values.all('OT', 'MH').map((term) => term.replace(/(^|\/)\*/g, '$1')),
    issn: values.all('IS', 'ISSN'),
    isbn: values.all('ISBN'),
    language: values.first('LA'),
    publisher: values.first('PB'),
    url: values.find((value) => /^https?:/i.test(value), 'LID', 'AID'),
    ids: presentOnly({
      pmid: values.first('PMID'),
      pmcid: values.first('PMC'),
      eric: isEric ? values.first('OID') : undefined,
    }),
    extra: { ...(owner !== undefined && { OWN: owner }), ...values.rest() },
    exact,
  };
}

/** The number stands alone where other records have a DOI; or, where there are no pages, in the source alone. */
function articleNumberOf(values: TaggedValues, isEric: boolean): string | undefined {
  const number = values.find((value) => /^[a-z]{0,5}\d{1,9}$/i.test(value), 'LID');
  if (number !== undefined || values.peek('PG').length > 0) return number;
  const inSource = isEric ? /\bArticle (\S+)/ : /[\d)]:([a-z]{0,5}\d{1,9})\./i;
  return inSource.exec(values.peek('SO').join(' '))?.[1];
}

/** What every paper in a journal is, says less than what else it is; but ERIC's journals hold reports of research. */
function typesOf(types: readonly string[]): string[] {
  const journal = types.filter((type) => type === 'Journal Articles');
  return [...journal, ...types.filter((type) => type !== 'Journal Article'), ...types];
}

/** The full names; and the short ones of those who have no full one. */
function peopleOf(full: readonly string[], short: readonly string[]): readonly string[] {
  if (full.length >= short.length) return full;
  // `Smith, John A` is `Smith JA`.
  const claimed = new Map(full.map((name) => [/^[^,]*(?:, *\S)?/.exec(name)?.[0].replace(/, */, ' ') ?? name, name]));
  return short.map((name) => claimed.get(/^.* \S/.exec(name)?.[0] ?? name) ?? name);
}

/** The notice that an abstract is to be had elsewhere is none. */
function usable(abstract: string): string | undefined {
  return /^(?:publisher: )?abstract available from the publisher/i.test(abstract) ? undefined : abstract || undefined;
}
