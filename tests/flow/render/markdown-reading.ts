/** How many cells each row of each table has; the second row is the line of dashes. */
export function tablesOf(markdown: string): number[][] {
  return markdown
    .trimEnd()
    .split(/\n{2,}/)
    .filter((block) => block.startsWith('|'))
    .map((block) => block.split('\n').map(cellsOf));
}

/** A backslash takes the power from the sign after it. */
function cellsOf(row: string): number {
  return row.replace(/\\./gu, '').split('|').length - 2;
}

/** Tags that we write ourselves. */
const OWN_TAGS = /<br>|<\/?details>|<\/?summary>/g;

/** What a reader of CommonMark, or GitHub's, would take for more than text, and what no text should hold. */
export function markupIn(markdown: string): string[] {
  const text = markdown.replace(OWN_TAGS, ' ');
  const bare = text.replace(/\\[\p{P}\p{S}]/gu, '\u25a1');
  return [
    ...(text.match(/(?!\n)[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu) ?? []),
    ...(bare.match(/<|`{3}(?!mermaid)|~~|\[|\]\(|!\[|\$/g) ?? []),
    ...(bare.match(/&(?!(?:emsp|#\d+);)/g) ?? []),
    ...(bare.match(/https?:|ftp:|mailto:|www\.|@[\w-]|(?<!&)#\d|GH-\d/gi) ?? []),
    ...(bare.match(/^ {0,3}(?:::|[-+*] |\d+[.)] |=+$)/gm) ?? []),
  ];
}
