/** The numbers under which databases keep a report, as their addresses show them. What stands between is bounded. */
const IN_ADDRESSES: readonly [string, RegExp][] = [
  ['eid', /[?&]eid=(2-s2\.0-\d+)/],
  ['pmid', /(?:\/\/pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov\/pubmed)\/(\d+)/],
  ['pmcid', /ncbi\.nlm\.nih\.gov\/(?:pmc\/)?articles\/(PMC\d+)/],
  ['embase', /embase\.com\/\S{0,200}?[?&]id=(L\d+)/],
  ['ieee', /ieeexplore\.ieee\.org\/\S{0,200}?(?:arnumber=|document\/)(\d+)/],
  ['lens', /lens\.org\/(?:lens\/\S{0,40}?)?(\d{3}(?:-\d{3}){3}-\d{2}[\dX])/],
  ['openalex', /openalex\.org\/(?:works\/)?(W\d+)/],
  ['arxiv', /arxiv\.org\/(?:abs|pdf)\/(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/\d{7})/],
];

/** The same, as a whole value. */
const ALONE: readonly [string, RegExp][] = [
  ['ut', /^WOS:\w+$/],
  ['eid', /^2-s2\.0-\d+$/],
  ['pmcid', /^PMC\d+$/],
  ['embase', /^L\d{6,}$/],
  ['cochrane', /^CN-\d+$/],
  ['eric', /^E[DJ]\d+$/],
  ['lens', /^\d{3}(?:-\d{3}){3}-\d{2}[\dX]$/],
  ['rayyan', /^rayyan-\d+$/],
];

/** What the addresses of a report tell of its numbers, by the key of `ids`. */
export function numbersInAddresses(addresses: readonly string[]): Record<string, string> {
  const text = addresses.join(' ');
  return Object.fromEntries(
    IN_ADDRESSES.flatMap(([key, pattern]) => {
      const number = pattern.exec(text)?.[1];
      return number === undefined ? [] : [[key, number]];
    }),
  );
}

/** The key of `ids` of a database whose numbers look like this one; undefined where many databases' do. */
export function keyOfNumber(number: string): string | undefined {
  return ALONE.find(([, pattern]) => pattern.test(number))?.[0];
}
