import type { FlowJson } from './model.ts';

/** The flow as JSON: one value a line, so that a change of one id is one line in git. */
export function renderJson(flow: FlowJson, options: { readonly countsOnly?: boolean } = {}): string {
  const { ids, ...counts } = flow;
  return `${JSON.stringify(options.countsOnly ? counts : { ...counts, ids }, null, 2)}\n`;
}
