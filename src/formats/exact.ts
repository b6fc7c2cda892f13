/**
 * What a format has no place for goes out beside its own fields, as JSON behind this word: what a record says in exactly
 * the words that litscreen keeps. Other programs show it as a custom field, or leave it alone.
 */
export const EXACT = 'litscreen';

/** Whether litscreen wrote a custom field. */
export function isExact(value: string): boolean {
  return value.startsWith(`${EXACT} {`);
}

/** The JSON in a custom field that litscreen wrote. */
export function exactOf(value: string | undefined): string | undefined {
  return value?.slice(EXACT.length + 1);
}
