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
  let start = id.length;
  while (start > 0 && isDigit(id.charCodeAt(start - 1))) start--;
  return start === id.length ? [id, -1] : [id.slice(0, start), Number(id.slice(start))];
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** The distinct ids of a collection, in order. */
export function sortedIds(ids: Iterable<string>): string[] {
  return [...new Set(ids)].sort(compareIds);
}
