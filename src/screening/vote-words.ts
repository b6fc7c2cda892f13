/** What was said of a report, in words: `exclude (not-slm)`. */
export function inWords(said: string, reason: string): string {
  return reason === '' ? said : `${said} (${reason})`;
}
