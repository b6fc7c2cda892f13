/**
 * A DOI in its plain form, lower case: prefixes (`https://doi.org/`, `doi:`, `DOI `), what an address says behind it and
 * what a text leaves at its end are dropped. Undefined where the text holds none. DOIs are case-insensitive (ISO 26324;
 * DOI Handbook 3.4).
 */
export function normaliseDoi(text: string): string | undefined {
  const isAddress = /^\s*https?:/i.test(text);
  const decoded = isAddress || /%2f/i.test(text) ? safeDecode(text) : text;
  const match = /10\.\d{4,9}\/\S+/.exec(decoded.trim());
  if (!match) return undefined;
  let doi = match[0].replace(/&amp;/g, '&').replace(/&lt;/g, '<').replace(/&gt;/g, '>').toLowerCase();
  if (isAddress) doi = withoutPath(doi);
  doi = doi.replace(/\[(?:doi|pii)\]$/, '').replace(/[.,;:"']+$/, '');
  // A closing bracket belongs to the DOI only if it was opened in it, as in 10.1016/0021-9150(94)90018-3.
  while (/[)\]>]$/.test(doi) && !isBalanced(doi)) doi = doi.slice(0, -1);
  return /^10\.\d+\/+$/.test(doi) ? undefined : doi;
}

/** Publishers' addresses lead to a part or a form of the document: `…/10.1002/jts.21914/abstract`. */
function withoutPath(doi: string): string {
  return doi
    .replace(/[?#].*$/, '')
    .replace(/\/(?:full|abstract|epdf|pdf|html|meta|summary|references|asset\/.*)$/, '')
    .replace(/\.pdf$/, '');
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isBalanced(doi: string): boolean {
  const count = (char: string) => doi.split(char).length - 1;
  return count('(') === count(')') && count('[') === count(']') && count('<') === count('>');
}
