// What XML 1.0 cannot hold (section 2.2), not even escaped, and the C1 controls, which it advises against.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
// Marks that change the direction of the text around them.
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/**
 * Text that comes from a record or a protocol as XML text or the value of an attribute: no markup, no character that
 * XML 1.0 forbids, no bidirectional overrides.
 */
export function xmlSafe(text: string): string {
  return text
    .replace(FORBIDDEN, '')
    .replace(LONE_SURROGATE, '\ufffd')
    .replace(BIDI, '')
    .replace(/[&<>"']/g, (char) => ESCAPES[char] ?? '');
}
