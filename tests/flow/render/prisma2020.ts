import { parse } from 'csv-parse/sync';

/** A number with its label, as the package prints it: `Label (n = 5)`. */
export interface LabelledNumber {
  readonly label: string;
  readonly n: number;
}

/** What the R package PRISMA2020 1.1.4 reads from a CSV: a number that is not available is `undefined`. */
export interface ReadFlow {
  number(key: string): number | undefined;
  list(key: string): LabelledNumber[];
  readonly hidesPrevious: boolean;
  readonly hidesOther: boolean;
  readonly hidesMetaAnalysis: boolean;
}

/**
 * Reads a CSV by the rules of the package (R/PRISMA_data.R and R/PRISMA_format.R, and R's `read.csv`): rows are found by
 * a pattern in their first column, and must be found once.
 */
export function readPrismaCsv(text: string): ReadFlow {
  const [header, ...rows] = parse(text, { relax_column_count: false });
  const column = header?.indexOf('n') ?? -1;
  const cell = (key: string): string | undefined => {
    const found = rows.filter(([data]) => new RegExp(key).test(data ?? ''));
    if (found.length !== 1) throw new Error(`${key} is found ${found.length} times`);
    const value = found[0]?.[column];
    return value === 'NA' ? undefined : value;
  };
  const number = (key: string) => asNumber(cell(key));
  const areMissing = (...keys: string[]) => keys.every((key) => number(key) === undefined);
  return {
    number,
    list: (key) => asList(cell(key) ?? 'NA'),
    hidesPrevious: areMissing('previous_studies', 'previous_reports'),
    hidesOther: areMissing('website_results', 'organisation_results', 'citations_results'),
    hidesMetaAnalysis: areMissing('total_studies_ma', 'total_reports_ma'),
  };
}

function asNumber(cell: string | undefined): number | undefined {
  if (cell === undefined) return undefined;
  const digits = cell.replaceAll(',', '').replace(/[^0-9.]/g, '');
  return digits === '' ? undefined : Number(digits);
}

function asList(cell: string): LabelledNumber[] {
  if (!/[^0-9,]/.test(cell)) return [{ label: '', n: asNumber(cell) ?? NaN }];
  return cell.split(/; ?/).map((part) => ({
    label: part.replace(/,.*$/, ''),
    n: asNumber(/^.*?,([ 0-9,]*)/.exec(part)?.[1]) ?? NaN,
  }));
}
