/** A command of a page, and the lines that the page says it prints. `line` counts from 1. */
export interface ShownCommand {
  readonly line: number;
  readonly command: string;
  readonly expected: readonly string[];
}

/** The same with what it printed, stdout before stderr. */
export interface RanCommand extends ShownCommand {
  readonly status: number;
  readonly lines: readonly string[];
}

export const SET_UPS: readonly string[];
export function commandsIn(markdown: string): ShownCommand[];
export function setUpOf(markdown: string): string | undefined;
export function runPage(markdown: string, example: string): Promise<RanCommand[]>;
export function isAsShown(shown: readonly string[], lines: readonly string[]): boolean;
