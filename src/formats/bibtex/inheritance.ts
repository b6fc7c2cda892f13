import { readBibEntries, type BibEntry, type BrokenBibEntry } from './bibtex-entries.ts';

type Values = BibEntry['values'];

/** What a chapter or a paper takes from the book or the issue that it stands in, where it does not say it itself. */
const FROM_PARENT =
  'year date month volume number issue series publisher address location isbn issn eissn language langid';
const FROM_BOOK = FROM_PARENT.split(' ');
/** The parent's title is the name of what the entry stands in. */
const TITLES = ['booktitle', 'title', 'journaltitle', 'journal'];

const VOLUME = /^(?:mv)?(?:book|collection|proceedings|reference)$/;

/** How many entries may refer to each other in a row. */
const LONGEST_CHAIN = 10;

/**
 * The entries of a text, in order, each with the values that it inherits by `crossref` (from the book or the issue of a
 * journal) and `xdata` (all of another entry's), as BibTeX and BibLaTeX define it. What an entry says itself stands. A
 * container of values for others (`@xdata`) is no entry.
 */
export function* readInheriting(text: string): Generator<BibEntry | BrokenBibEntry> {
  let read = 0;
  for (const item of readBibEntries(text)) {
    if (item.kind === 'entry' && (refers(item) || item.type === 'xdata')) {
      // What is referred to stands anywhere, mostly behind: now all entries must be in view.
      return yield* inheriting([...readBibEntries(text)], read);
    }
    read++;
    yield item;
  }
}

function refers({ values }: BibEntry): boolean {
  return values.has('crossref') || values.has('xdata');
}

/** The items of a file from one of them on. */
function* inheriting(
  items: readonly (BibEntry | BrokenBibEntry)[],
  from: number,
): Generator<BibEntry | BrokenBibEntry, void> {
  const byKey = new Map<string, BibEntry>();
  for (const item of items) if (item.kind === 'entry' && item.key !== '') byKey.set(item.key.toLowerCase(), item);
  const parentsOf = (values: Values, field: string) =>
    (values.get(field)?.[0] ?? '').split(',').map((key) => byKey.get(key.trim().toLowerCase()));
  const known = new Map<BibEntry, Values>();

  function valuesOf(entry: BibEntry, depth: number): Values {
    if (depth === LONGEST_CHAIN || !refers(entry)) return entry.values;
    const inherited = known.get(entry);
    if (inherited) return inherited;
    // Where entries refer to each other in a circle, this is what the others get.
    known.set(entry, entry.values);
    let values = entry.values;
    for (const data of parentsOf(values, 'xdata')) {
      if (data) values = new Map([...valuesOf(data, depth + 1), ...values]);
    }
    const [parent] = parentsOf(values, 'crossref');
    if (parent && parent !== entry) values = withParent(entry.type, values, valuesOf(parent, depth + 1));
    known.set(entry, values);
    return values;
  }
  for (let index = from; index < items.length; index++) {
    const item = items[index];
    if (item?.kind === 'broken') yield item;
    else if (item && item.type !== 'xdata') yield { ...item, values: valuesOf(item, 0) };
  }
}

function withParent(type: string, values: Values, parent: Values): Values {
  const merged = new Map(values);
  // What has been followed is told by what it has brought; one that leads nowhere stays.
  merged.delete('crossref');
  // A date and a year with its month say the same.
  const hasDate = ['year', 'date', 'month'].some((name) => values.has(name));
  for (const name of FROM_BOOK) {
    const inherited = parent.get(name);
    const isDate = name === 'year' || name === 'date' || name === 'month';
    if (inherited !== undefined && !merged.has(name) && !(isDate && hasDate)) merged.set(name, inherited);
  }
  const title = TITLES.map((name) => parent.get(name)).find((value) => value !== undefined);
  // A volume stands in a series of them, as BibLaTeX has it.
  const place = type === 'article' ? 'journal' : VOLUME.test(type) ? 'maintitle' : 'booktitle';
  const hasPlace = ['booktitle', 'journal', 'journaltitle'].some((name) => values.has(name));
  if (title !== undefined && !hasPlace) merged.set(place, title);
  return merged;
}
