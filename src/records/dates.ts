/** The year that a text names (1500 to 2099), also in a date without separators; undefined where it names none. */
export function parseYear(text: string | undefined): number | undefined {
  const match = /(?<!\d)(1[5-9]\d\d|20\d\d)(?=(?:(?:0\d|1[0-2])(?:[0-2]\d|3[01]))?(?!\d))/.exec(text ?? '');
  return match?.[1] ? Number(match[1]) : undefined;
}

const MONTHS = [
  'jan(?:uary)?',
  'feb(?:ruary)?',
  'mar(?:ch)?',
  'apr(?:il)?',
  'may',
  'june?',
  'july?',
  'aug(?:ust)?',
  'sept?(?:ember)?',
  'oct(?:ober)?',
  'nov(?:ember)?',
  'dec(?:ember)?',
].map((name) => new RegExp(`\\b${name}\\b`, 'i'));

/**
 * A date at the precision at which the source states it: `2024-05-21`, `2024-05`. Undefined where only a year, or
 * nothing certain, is stated; a range of days begins in its first month. `year` helps with dates that leave it out (`MAY 21`).
 */
export function parseDate(text: string | undefined, year: number | undefined): string | undefined {
  if (!text) return undefined;
  const iso = /^(\d{4})[-/](\d{1,2})(?:[-/](\d{1,2}))?(?:[-/T ].*)?\/*$/.exec(text.trim());
  if (iso) return dateOf(Number(iso[1]), Number(iso[2]), iso[3] === undefined ? undefined : Number(iso[3]));
  const months = MONTHS.map((name, index) => ({ month: index + 1, at: text.search(name) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at);
  const [first] = months;
  const stated = parseYear(text) ?? year;
  if (!first || stated === undefined || /[A-Za-z]\.?\s*[-–/]\s*[A-Za-z]{3}/.test(text)) return undefined;
  const day = /(?<!\d)([12]?\d|3[01])(?!\d)(?!\s*[-–]\s*\d)/.exec(text.replace(/\d{4}/g, ''))?.[1];
  const isRange = months.length > 1 || /\d\s*[-–]\s*\d/.test(text);
  return dateOf(stated, first.month, day === undefined || isRange ? undefined : Number(day));
}

function dateOf(year: number, month: number, day: number | undefined): string | undefined {
  if (month < 1 || month > 12) return undefined;
  const yearMonth = `${year}-${String(month).padStart(2, '0')}`;
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return day === undefined || day < 1 || day > days ? yearMonth : `${yearMonth}-${String(day).padStart(2, '0')}`;
}
