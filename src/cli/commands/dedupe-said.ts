import type { UncertainPair } from '../../dedupe/plan-dedupe.ts';
import type { RulingLine } from '../../model/ledgers.ts';
import type { BibRecord } from '../../model/record.ts';
import type { PairRuled } from './dedupe-rule.ts';
import type { StudySaid } from './study.ts';

/** An uncertain pair has a likeness; a preprint and its article are surely two reports, and may be one study. */
export type Pair = Omit<UncertainPair, 'score'> & { readonly score?: number };
export type ShownPair = Omit<Pair, 'a' | 'b'> & { readonly a: BibRecord; readonly b: BibRecord };

/** What a person says of a pair: one report, two reports of one study, or two that have nothing to do with each other. */
export type Said = 'same' | 'study' | 'different';

/** How that is kept: a ruling on the pair, a line on its study, or both. */
export interface Kept {
  readonly ruling?: PairRuled;
  readonly study?: StudySaid;
}

/**
 * What is to be written of what a person says of a pair, its lower record first. Of an uncertain pair `study` says two things:
 * that they are two reports, and of one study.
 */
export function keptOf(said: Said, [a, b]: readonly [string, string], isUncertain: boolean, note: string): Kept {
  if (said === 'same') return { ruling: { a, b, verdict: 'same', note } };
  const study: StudySaid = { a, b, action: said === 'study' ? 'join' : 'leave', note };
  if (!isUncertain) return { study };
  return { ruling: { a, b, verdict: 'different', note }, ...(said === 'study' && { study }) };
}

/** One key for a pair, whichever of the two is named first. */
export function keyOf(a: string, b: string): string {
  return [a, b].sort().join(' ');
}

/** The pairs on which a person has a ruling that was not withdrawn, each with its verdict and note. */
export function standingRulings(lines: readonly RulingLine[], person: string): ReadonlyMap<string, RulingLine> {
  const latest = new Map<string, RulingLine>();
  for (const line of lines) {
    if (line.person === person) latest.set(keyOf(line.record_a, line.record_b), line);
  }
  return new Map([...latest].filter(([, { verdict }]) => verdict !== 'withdrawn'));
}

/** What the keys of a sitting and the verdicts of a sheet say. */
export const SAID_OF: Readonly<Record<string, Said | undefined>> = {
  same: 'same',
  s: 'same',
  different: 'different',
  d: 'different',
  study: 'study',
  o: 'study',
};

/** How many pairs each was said of. */
export function countSaid(all: readonly Said[]): Readonly<Record<Said, number>> {
  const of = (said: Said) => all.filter((each) => each === said).length;
  return { same: of('same'), different: of('different'), study: of('study') };
}

/** The same on a line. */
export function saidTold({ same, different, study }: Readonly<Record<Said, number>>): string {
  return `${same} same, ${different} different${study > 0 ? `, ${study} one study` : ''}`;
}
