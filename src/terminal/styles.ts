/** How parts of a page are set off: never by colour alone, and without escape codes where there are to be none. */
export interface Styles {
  readonly title: (text: string) => string;
  readonly quiet: (text: string) => string;
  readonly key: (text: string) => string;
  /** A term that speaks for inclusion, and one that speaks for exclusion. */
  readonly include: (text: string) => string;
  readonly exclude: (text: string) => string;
  /** Columns that the marks of terms add to a text. */
  readonly markWidth: number;
}

const sgr = (on: string, off: string) => (text: string) => `\u001b[${on}m${text}\u001b[${off}m`;
const plain = (text: string) => text;

/** Inclusion is underlined and green, exclusion is in reverse and red. */
const COLOURED: Styles = {
  title: sgr('1', '22'),
  quiet: sgr('2', '22'),
  key: sgr('1', '22'),
  include: sgr('4;32', '24;39'),
  exclude: sgr('7;31', '27;39'),
  markWidth: 0,
};

/** Without colours terms stand between brackets: `[for]` and `{against}`. */
const PLAIN: Styles = {
  title: plain,
  quiet: plain,
  key: plain,
  include: (text) => `[${text}]`,
  exclude: (text) => `{${text}}`,
  markWidth: 2,
};

/** The styles for a terminal: NO_COLOR (no-color.org) and a terminal that knows no codes get none. */
export function stylesFor(env: Readonly<Record<string, string | undefined>>): Styles {
  return env['NO_COLOR'] || env['TERM'] === 'dumb' ? PLAIN : COLOURED;
}
