import { cleanText } from '../../text/clean.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import { padEnd, padStart, width, wrap } from '../../text/width.ts';
import type { FlowColumn, FlowJson, FlowReason } from '../model.ts';
import { isUpdate, withoutReason } from './prisma-boxes.ts';
import { beforeRetrieval, openWork, removedElsewhere } from './notes.ts';

const LEFT = 30;
const SIDE = 25;
const RIGHT = 23;

/** A line of a box: a label, and its number where it has one; indented lines are parts of the one before. */
interface Item {
  readonly label: string;
  readonly n?: number;
  readonly indent?: boolean;
}

/**
 * The flow as plain text in 80 columns, in the boxes and the order of the PRISMA 2020 diagram. The column of other
 * methods stands on the right where there are any.
 *
 * @param brokenRules how many lines break a rule of the review: a reason for which the flow is provisional.
 */
export function renderText(flow: FlowJson, brokenRules = 0): string {
  const { databases, other } = flow;
  const hasOther = other.sources.length > 0;
  const rows: [Item[], Item[], Item[]][] = [
    [identified(databases), removed(databases), hasOther ? identified(other) : []],
    [
      [{ label: 'Records screened', n: databases.screened }],
      excluded(databases, flow.titleAbstractReasons ?? false),
      [],
    ],
    [
      [{ label: 'Reports sought for retrieval', n: databases.sought }],
      [{ label: 'Reports not retrieved', n: databases.notRetrieved }],
      hasOther
        ? [
            { label: 'Reports sought', n: other.sought },
            { label: 'not retrieved', n: other.notRetrieved, indent: true },
          ]
        : [],
    ],
    [
      [{ label: 'Reports assessed for eligibility', n: databases.assessed }],
      excludedReports(databases),
      hasOther ? [{ label: 'Reports assessed', n: other.assessed }, ...excludedReports(other)] : [],
    ],
  ];
  const words = flow.wording === 'prisma-scr' ? 'sources of evidence' : 'studies';
  const lines = [...drawPrevious(flow, words), ...heading(hasOther, isUpdate(flow) ? `new ${words}` : words)];
  rows.forEach(([left, side, right], index) => {
    lines.push(...drawRow(left, side, right, { isFirst: index === 0, hasOther }));
  });
  lines.push(...drawIncluded(flow, words, hasOther), ...notes(flow, brokenRules));
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

/** The title of the left column, which goes on in the next line where it is long, and that of the right one. */
function heading(hasOther: boolean, what: string): string[] {
  const [first = '', ...more] = wrap(`Identification of ${what} via databases and registers`, LEFT + SIDE);
  const left = ` ${first}`;
  return [hasOther ? `${padEnd(left, LEFT + SIDE + 2)} via other methods` : left, ...more.map((line) => ` ${line}`)];
}

/** What earlier versions of the review included. */
function drawPrevious(flow: FlowJson, words: string): string[] {
  if (!isUpdate(flow)) return [];
  const items = [
    { label: `${capital(words)} in previous version`, n: flow.previous.studies },
    { label: 'Reports of these', n: flow.previous.reports },
  ];
  return [` Previous ${words}`, ...drawBox(items, LEFT), ''];
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function identified(column: FlowColumn): Item[] {
  const sources = column.sources.map(({ id, name, n }) => ({ label: cleanText(name) || id, n, indent: true }));
  return [{ label: 'Records identified', n: column.identified }, ...sources];
}

function removed(column: FlowColumn): Item[] {
  return [
    { label: 'Removed before screening' },
    { label: 'duplicates', n: column.duplicates, indent: true },
    { label: 'automation tools', n: column.automation, indent: true },
    { label: 'other reasons', n: column.otherRemoved, indent: true },
  ];
}

function excluded(column: FlowColumn, hasReasons: boolean): Item[] {
  const automation =
    column.excludedByAutomation > 0
      ? [{ label: 'by automation tools', n: column.excludedByAutomation, indent: true }]
      : [];
  const reasons = hasReasons ? reasonsOf(column.excludedReasons) : [];
  const without = hasReasons ? withoutReason(column) : 0;
  const unsaid = without > 0 ? [{ label: 'no reason given', n: without, indent: true }] : [];
  return [{ label: 'Records excluded', n: column.excluded }, ...automation, ...reasons, ...unsaid];
}

function excludedReports(column: FlowColumn): Item[] {
  const total = column.excludedReports.reduce((sum, reason) => sum + reason.n, 0);
  const reasons = reasonsOf(column.excludedReports);
  const awaiting = column.awaiting > 0 ? [{ label: 'Awaiting classification', n: column.awaiting }] : [];
  return [{ label: 'Reports excluded', n: total }, ...reasons, ...awaiting];
}

function reasonsOf(reasons: readonly FlowReason[]): Item[] {
  return reasons
    .filter((reason) => reason.n > 0)
    .map(({ id, label, n }) => ({ label: cleanText(label) || id, n, indent: true }));
}

function drawRow(left: Item[], side: Item[], right: Item[], row: { isFirst: boolean; hasOther: boolean }): string[] {
  const boxes = [drawBox(left, LEFT), drawBox(side, SIDE), right.length > 0 ? drawBox(right, RIGHT) : []] as const;
  const height = Math.max(...boxes.map((box) => box.length));
  const lines = row.isFirst
    ? []
    : [`${centred('│', LEFT)}${' '.repeat(SIDE + 2)}${row.hasOther ? centred('│', RIGHT) : ''}`];
  const flowsOn = (index: number) => (index < boxes[0].length ? boxes[0][index] : centred('│', LEFT)) ?? '';
  const passes = (index: number) =>
    (index < boxes[2].length ? boxes[2][index] : row.hasOther ? centred('│', RIGHT) : '') ?? '';
  for (let index = 0; index < height; index++) {
    const arrow = index === 1 ? '→' : ' ';
    lines.push(`${flowsOn(index)}${arrow}${padEnd(boxes[1][index] ?? '', SIDE)} ${passes(index)}`);
  }
  return lines;
}

function drawIncluded(flow: FlowJson, words: string, hasOther: boolean): string[] {
  const reach = hasOther ? LEFT + SIDE + 2 + Math.ceil(RIGHT / 2) : LEFT;
  const isUpdated = isUpdate(flow);
  const items = [
    {
      label: isUpdated ? `New ${words} included in review` : `${capital(words)} included in review`,
      n: flow.included.studies,
    },
    { label: `Reports of ${isUpdated ? 'new ' : ''}included ${words}`, n: flow.included.reports },
  ];
  const total = [
    { label: `Total ${words} included in review`, n: flow.total.studies },
    { label: `Reports of total included ${words}`, n: flow.total.reports },
  ];
  const end = isUpdated ? [centred('│', LEFT), ...drawBox(total, LEFT)] : [];
  const join = hasOther ? `${centred('│', LEFT)}${' '.repeat(SIDE + 2)}${centred('│', RIGHT)}` : centred('│', LEFT);
  const box = drawBox(items, LEFT);
  if (!hasOther) return [join, ...box, ...end];
  const turn = `←${'─'.repeat(reach - LEFT - 2)}┘`;
  return [join, ...box.map((line, index) => (index === 1 ? line + turn : line)), ...end];
}

function notes(flow: FlowJson, brokenRules: number): string[] {
  const early = beforeRetrieval(flow);
  const said = [...(early === undefined ? [] : [early]), ...removedElsewhere(flow)];
  const lines = said.flatMap((note) => ['', ...wrap(terminalSafe(note), LEFT + SIDE + RIGHT + 2)]);
  if (!flow.provisional) return lines;
  const open = openWork(flow, brokenRules).map((work) => `  ${work}`);
  return [...lines, '', 'PROVISIONAL, while these are open:', ...open];
}

function drawBox(items: readonly Item[], columns: number): string[] {
  const inner = columns - 4;
  const content = items.flatMap((item) => drawItem(item, inner));
  return [
    `┌${'─'.repeat(columns - 2)}┐`,
    ...content.map((line) => `│ ${padEnd(line, inner)} │`),
    `└${'─'.repeat(columns - 2)}┘`,
  ];
}

/** A label on the left, its number on the right; a long label goes on in the next lines. */
function drawItem(item: Item, columns: number): string[] {
  const indent = item.indent ? '  ' : '';
  const number = item.n === undefined ? '' : String(item.n);
  const room = columns - indent.length - (number === '' ? 0 : number.length + 1);
  const lines = wrap(terminalSafe(item.label), Math.max(4, room)).map((line) => indent + line);
  const last = lines.length - 1;
  const end = lines[last] ?? '';
  lines[last] = end + padStart(number, columns - width(end));
  return lines;
}

function centred(char: string, columns: number): string {
  const before = Math.floor(columns / 2);
  return ' '.repeat(before) + char + ' '.repeat(columns - before - 1);
}
