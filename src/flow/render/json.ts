import { countsOf, type FlowJson } from '../model.ts';

/** The flow as JSON: one value a line, so that a change of one id is one line in git. */
export function renderJson(flow: FlowJson, options: { readonly countsOnly?: boolean } = {}): string {
  return `${JSON.stringify(options.countsOnly ? countsOf(flow) : flow, null, 2)}\n`;
}
