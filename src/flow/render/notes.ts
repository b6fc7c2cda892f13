import { cleanText } from '../../text/clean.ts';
import type { FlowJson } from '../model.ts';

type ShowNumber = (n: number) => string;

/**
 * What is still open in a flow, one phrase each; empty where the flow is final.
 *
 * @param brokenRules how many lines break a rule of the review: a reason for which the flow is provisional.
 */
export function openWork({ pending }: FlowJson, brokenRules: number, show: ShowNumber = String): string[] {
  const open: readonly (readonly [n: number, one: string, many: string])[] = [
    [pending.uncertainDuplicates, 'uncertain duplicate', 'uncertain duplicates'],
    [
      pending['title-abstract'].votes,
      'report with votes due at title-abstract',
      'reports with votes due at title-abstract',
    ],
    [pending['title-abstract'].conflicts, 'conflict at title-abstract', 'conflicts at title-abstract'],
    [pending.retrieval, 'full text to retrieve', 'full texts to retrieve'],
    [pending['full-text'].votes, 'report with votes due at full-text', 'reports with votes due at full-text'],
    [pending['full-text'].conflicts, 'conflict at full-text', 'conflicts at full-text'],
    [brokenRules, 'broken rule, which  litscreen check  names', 'broken rules, which  litscreen check  names'],
  ];
  return open.filter(([n]) => n > 0).map(([n, one, many]) => `${show(n)} ${n === 1 ? one : many}`);
}

/**
 * What became of records that other methods found before their reports were sought, one phrase each: PRISMA's picture
 * has no boxes for it.
 */
export function lostBeforeRetrieval({ other }: FlowJson, show: ShowNumber = String): string[] {
  const removed = other.automation + other.otherRemoved;
  return [
    other.duplicates > 0 ? `${show(other.duplicates)} ${other.duplicates === 1 ? 'duplicate' : 'duplicates'}` : '',
    other.excluded > 0 ? `${show(other.excluded)} excluded on title and abstract` : '',
    removed > 0 ? `${show(removed)} removed before screening` : '',
  ].filter((part) => part !== '');
}

/**
 * Duplicates that were removed before the records came here, one sentence a search: they are in no box, as no id proves
 * them.
 */
export function removedElsewhere({ declared = [] }: FlowJson, show: ShowNumber = String): string[] {
  return declared.map(({ id, n, why }) => {
    const [what, were] = n === 1 ? ['duplicate', 'was'] : ['duplicates', 'were'];
    return `Not counted here, as no record proves it: ${show(n)} ${what} ${were} removed before ${id} was exported, as declared (${cleanText(why)}).`;
  });
}

/** What was lost before retrieval as one sentence, to stand under the picture; undefined where there is nothing to tell. */
export function beforeRetrieval(flow: FlowJson, show?: ShowNumber): string | undefined {
  const parts = lostBeforeRetrieval(flow, show);
  return parts.length === 0 ? undefined : `Via other methods, before retrieval: ${parts.join(', ')}.`;
}
