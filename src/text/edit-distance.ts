import type levenshtein from 'fast-levenshtein';
import { loadLate } from './load-late.ts';

let loaded: typeof levenshtein | undefined;

/**
 * How many letters must be put in, taken out or exchanged to make one text of the other (Levenshtein 1966), in UTF-16 units.
 * What counts them makes ready an alphabet of all languages when it is loaded, so it is loaded with the first pair.
 */
export function editDistance(a: string, b: string): number {
  loaded ??= loadLate('fast-levenshtein') as typeof levenshtein;
  return loaded.get(a, b);
}
