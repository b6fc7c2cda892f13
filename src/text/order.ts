/** Orders by UTF-16 code units: the same on every machine, in every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Orders ids such as `scopus-9` before `scopus-10`: by the text before the last number, then by that number. */
export function compareIds(a: string, b: string): number {
  const [textA, numberA] = splitNumber(a);
  const [textB, numberB] = splitNumber(b);
  return compareText(textA, textB) || numberA - numberB || compareText(a, b);
}

function splitNumber(id: string): [string, number] {
  const start = startOfNumber(id);
  return start === id.length ? [id, -1] : [id.slice(0, start), Number(id.slice(start))];
}

function startOfNumber(id: string): number {
  let start = id.length;
  while (start > 0 && isDigit(id.charCodeAt(start - 1))) start--;
  return start;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Ids that are alike up to their last number, as they came. */
interface Alike {
  readonly ids: string[];
  last: number;
  /** Whether each number is higher than the one before: then nothing is to be sorted. */
  isRising: boolean;
}

/**
 * The distinct ids of a collection, in the order of `compareIds`. Most come in the order of their numbers, search by
 * search: then it takes one look at each.
 */
export function sortedIds(ids: Iterable<string>): string[] {
  const groups = new Map<string, Alike>();
  for (const id of ids) {
    const start = startOfNumber(id);
    const text = id.slice(0, start);
    const n = start === id.length ? -1 : Number(id.slice(start));
    const group = groups.get(text);
    if (!group) groups.set(text, { ids: [id], last: n, isRising: true });
    else {
      group.isRising &&= n > group.last;
      group.last = n;
      group.ids.push(id);
    }
  }
  const sorted: string[] = [];
  for (const text of [...groups.keys()].sort(compareText)) {
    const group = groups.get(text);
    if (!group) continue;
    const inOrder = group.isRising ? group.ids : [...new Set(group.ids)].sort(compareIds);
    // A call may take only so many arguments.
    for (const id of inOrder) sorted.push(id);
  }
  return sorted;
}
