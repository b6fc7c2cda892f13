/**
 * A DOI in its plain form, lower case: prefixes (`https://doi.org/`, `doi:`, `DOI `), what an address says behind it and
 * what a text leaves at its end are dropped. Of several the first counts. Undefined where the text holds none. DOIs are
 * case-insensitive (ISO 26324; DOI Handbook 3.4).
 */
export function normaliseDoi(text: string): string | undefined {
  const isResolver = /^\s*https?:\/\/(?:dx\.)?doi\.org\//i.test(text);
  const isAddress = !isResolver && /^\s*https?:/i.test(text);
  const decoded = isAddress || isResolver || ESCAPED.test(text) ? safeDecode(text) : text;
  // A proxy's address may hold the DOI in its query; a publisher's has it before that.
  const places = isAddress ? [safeDecode(text.replace(/[?#].*$/, '')), decoded.replace(/^[^?]*/, '')] : [decoded];
  const match = places.map((place) => DOI.exec(place.trim())).find((found) => found !== null);
  if (!match || match[0].length > LONGEST_DOI) return undefined;
  const written = isAddress ? match[0].replace(/[?#&].*$/, '') : match[0];
  const plain = written.replace(/&amp;/g, '&').replace(/&lt;/g, '<').replace(/&gt;/g, '>').toLowerCase();
  const first = plain.replace(/(?<![;,|])[;,|]+10\.\d{4,9}\/.*$/, '');
  const doi = withoutEnd(first, isAddress || isResolver);
  return /^10\.[\d.]+\/+$/.test(doi) || !doi.includes('/') ? undefined : doi;
}

const DOI = /(?<!\d)10\.\d{4,9}(?:\.\d+)*\/\S+/;
/** No DOI that is in use is nearly as long. */
const LONGEST_DOI = 2000;
/** Signs of a DOI that addresses escape. */
const ESCAPED = /%(?:2f|3c|3e|28|29|3b|5b|5d)/i;

/** Publishers' addresses lead to a part or a form of the document: `…/10.1002/jts.21914/abstract`. */
const PATH = /\/(?:full|abstract|epdf|pdf|html|meta|summary|references|asset\/.*)?$|\.pdf$/;

/** Without what the text around a DOI leaves at its end, until nothing more comes off. */
function withoutEnd(doi: string, isAddress: boolean): string {
  let shorter = doi.replace(/\[(?:doi|pii)\]$/, '').replace(/(?<![.,;:"'])[.,;:"']+$/, '');
  if (isAddress) shorter = shorter.replace(PATH, '');
  // A closing bracket belongs to the DOI only if it was opened in it, as in 10.1016/0021-9150(94)90018-3.
  if (/[)\]>]$/.test(shorter) && !isBalanced(shorter)) shorter = shorter.slice(0, -1);
  return shorter === doi ? doi : withoutEnd(shorter, isAddress);
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
