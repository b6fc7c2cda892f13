import { BLIND } from '../model/ledgers.ts';

/** The label of votes that were cast on many reports at once. */
export const BULK = 'bulk';

/** Labels that the program gives, and no person. */
const PROGRAMS = new Set([BLIND, BULK]);

const LABEL = /^[A-Za-z0-9_-]+$/;

/** The labels of a line that are a person's own. */
export function ownLabels(cell: string): string[] {
  return labelsIn(cell).filter((label) => !PROGRAMS.has(label));
}

/** A line's labels after a person has said which are their own: those of the program stay. */
export function withOwnLabels(cell: string, own: readonly string[]): string {
  const kept = labelsIn(cell).filter((label) => PROGRAMS.has(label));
  return [...new Set([...kept, ...own])].join(' ');
}

/** What is wrong with a label that a person gives. */
export function labelProblem(label: string): string | undefined {
  if (PROGRAMS.has(label.toLowerCase())) return `"${label}" is a label of the program`;
  return LABEL.test(label) ? undefined : `"${label}" is no label: they are made of letters, digits, "-" and "_"`;
}

function labelsIn(cell: string): string[] {
  return cell.split(' ').filter((label) => label !== '');
}
