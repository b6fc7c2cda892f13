import { splitAtSemicolons } from '../../text/markup.ts';
import { LINE_IN_CELL } from './line-in-cell.ts';

const INITIALS_OR_SUFFIX = /^(?:(?:\p{Lu}\p{Ll}?\.[\s-]*)+|\p{Lu}{1,3}|Jr\.?|Sr\.?|I{2,3}|IV)$/u;
/** A name in a list as Python prints it: `'Marx, Karl'`, or in double quotes where it has an apostrophe. */
const QUOTED = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g;

/**
 * The names of a cell that holds all authors. Exporters part them by `;`, `|`, ` and `, line breaks, by commas (`Smith A,
 * Doe B` and `Jane Smith, Al Doe`), or by commas that stand within names too (`Smith, A., Doe, B.`).
 */
export function namesInCell(cell: string): string[] {
  const text = cell.trim();
  if (/^\[\s*['"]/.test(text)) return quotedItems(text);
  const between = splitAtSemicolons(text);
  if (between.length > 1) return trimmed(between);
  for (const separator of ['|', '\n', LINE_IN_CELL]) {
    if (text.includes(separator)) return trimmed(text.split(separator));
  }
  if (/\sand\s/i.test(text) && /,/.test(text)) {
    const names = text.split(/,?(?<!\s)\s+and\s+/i);
    // `Smith, A. and Doe, B.`; but in `A. Smith, B. Doe and C. Poe` commas part names too.
    return trimmed(names.flatMap((name) => (name.split(',').length > 2 ? splitAtCommas(name) : [name])));
  }
  if (/\sand\s/i.test(text)) return trimmed(text.split(/(?<!\s)\s+and\s+/i));
  return trimmed(splitAtCommas(text));
}

/** The items of a list as Python prints it. */
export function quotedItems(text: string): string[] {
  return trimmed([...text.matchAll(QUOTED)].map((match) => (match[1] ?? match[2] ?? '').replace(/\\(.)/g, '$1')));
}

/** The names of a list in which a comma stands between names, and before their initials too. */
export function splitAtCommas(list: string): string[] {
  const pieces = list.split(/,\s*(?=\S)|,$/).map((piece) => piece.trim());
  // `Marx, Karl` is one name; two names of one word each do not occur.
  if (pieces.length === 2 && !pieces.some((piece) => piece.includes(' ') && !INITIALS_OR_SUFFIX.test(piece))) {
    return [list];
  }
  const names: string[] = [];
  for (const piece of pieces) {
    const last = names.length - 1;
    if (last >= 0 && INITIALS_OR_SUFFIX.test(piece)) names[last] = `${names[last]}, ${piece}`;
    else names.push(piece);
  }
  return names;
}

function trimmed(names: readonly string[]): string[] {
  return names.map((name) => name.trim()).filter((name) => name !== '');
}
