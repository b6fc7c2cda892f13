/** Words that an abbreviated name of a journal or conference leaves out. */
const DROPPED = new Set('a an and at by for from in of on the to with'.split(' '));

/**
 * Whether two folded venues can be one: equal, the one an abbreviation of the other word by word ("proc acm softw eng"),
 * or its initials. A venue that is not known agrees with nothing and contradicts nothing.
 */
export function venuesAgree(a: string, b: string): boolean | undefined {
  if (a === '' || b === '') return undefined;
  if (a === b) return true;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  const [few, many] = [short, long].map((venue) => venue.split(' ').filter((word) => !DROPPED.has(word))) as [
    string[],
    string[],
  ];
  // One word that many names hold ("stroke") is not yet an abbreviation of them.
  if (few.length === 1 && many.length > 1 && few[0] === many[0]) return many[1] === 'conference';
  // A meeting whose name stands within that of a journal is not the journal; an abbreviation leaves few words out.
  const isWithinJournal = many.some(isOfJournals) && !few.some(isOfJournals) && few.length > 2;
  if (isWithinJournal && few.length * 5 < many.length * 3) return false;
  return abbreviates(few, many) || isAcronym(few, many);
}

function isOfJournals(word: string): boolean {
  return /^(?:j|jnl|journal|trans|transactions|lett|letters|mag|magazine|annals|ann)$/.test(word);
}

/** Every word of the one begins a word of the other, in order. */
function abbreviates(few: readonly string[], many: readonly string[]): boolean {
  let at = 0;
  return few.every((word) => {
    while (at < many.length && !(many[at] as string).startsWith(word)) at++;
    return at++ < many.length;
  });
}

/** One word whose letters begin words of the other that stand beside each other, or that is one of its words. */
function isAcronym(few: readonly string[], many: readonly string[]): boolean {
  const [word] = few;
  if (few.length !== 1 || word === undefined || word.length < 2) return false;
  return many
    .map((item) => item[0])
    .join('')
    .includes(word);
}
