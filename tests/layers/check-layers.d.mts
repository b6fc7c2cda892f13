/** The violations of the import rule in a source tree, one sentence each. */
export function findViolations(source: string): string[];
