const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Text that comes from a record or a ledger, made safe to print: no escape codes, no bidirectional overrides, one line.
 * What a title brings along must not move the cursor of whoever reads it.
 */
export function terminalSafe(text: string): string {
  return text.replace(CONTROLS, (char) => (char === '\n' || char === '\t' || char === '\r' ? ' ' : '\ufffd'));
}
