import type { ReportId } from '../../model/ids.ts';
import type { Protocol, Reason } from '../../model/protocol.ts';
import type { BibRecord } from '../../model/record.ts';
import { isSealed } from '../../screening/seal.ts';
import { inWords } from '../../screening/vote-words.ts';
import { bar } from '../../terminal/bar.ts';
import { hanging, type Page } from '../../terminal/page.ts';
import { criteriaLines, reasonKeys, reasonLines } from '../../terminal/reasons.ts';
import { reportBody } from '../../terminal/report-body.ts';
import type { Styles } from '../../terminal/styles.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import type { FindTerms } from '../../text/terms.ts';
import type { Task } from './task.ts';

/** What the body of the page shows. */
export type Panel = 'report' | 'criteria' | 'help';

/** All that the page of a screening sitting shows. */
export interface ScreeningView {
  readonly task: Task;
  readonly protocol: Protocol;
  readonly reasons: readonly Reason[];
  /** The report that is read; absent after the last one. */
  readonly report: ReportId | undefined;
  readonly record: BibRecord | undefined;
  /** After the last one: how many of those before it are not decided. */
  readonly left: number;
  /** Its number in the list, or among the hits of a search. */
  readonly place: number;
  readonly search: { readonly query: string; readonly hits: number } | undefined;
  readonly panel: Panel;
  readonly scroll: number;
  /** What is kept for the vote that follows. */
  readonly note?: string | undefined;
  readonly labels?: string | undefined;
  readonly message: string;
  readonly find: FindTerms;
  readonly styles: Styles;
  /** Whether the criteria stand beside the report. */
  readonly hasAside: boolean;
}

/** The page of a screening sitting. */
export function screeningPage(view: ScreeningView): Page {
  const { task, protocol, reasons, panel, scroll, styles } = view;
  const { stage, person, round, part } = task;
  const aside = (columns: number) => criteriaLines(protocol.criteria.include, reasons, columns);
  const where = [stage, round, person, part].filter((item) => item !== undefined && item !== '').join(' · ');
  const isReport = panel === 'report';
  return {
    left: terminalSafe(where),
    right: progressOf(view),
    body: panel === 'help' ? helpLines : panel === 'criteria' ? aside : (columns) => bodyOf(view, columns),
    aside: isReport ? aside : undefined,
    blocks:
      isReport && !view.hasAside && view.report !== undefined
        ? [(columns) => reasonLines(reasons, styles, columns)]
        : [],
    message: terminalSafe(messageOf(view)),
    keys: isReport ? keysOf(view) : BACK,
    scroll,
  };
}

/** How far the person is, in words that are shorter and shorter. */
function progressOf({ task: { list, own }, report, place, search }: ScreeningView): string[] {
  const share = list.length === 0 ? 1 : own.size / list.length;
  const progress = `${own.size} of ${list.length} done · ${Math.floor(share * 100)}%`;
  const at = search
    ? `/${search.query}/ ${Math.min(place, search.hits)} of ${search.hits} · `
    : report === undefined
      ? ''
      : `no. ${place} · `;
  return [`${at}${progress} ${bar(share, 10)}`, `${at}${progress}`, progress].map(terminalSafe);
}

function bodyOf(view: ScreeningView, columns: number): readonly string[] {
  const { protocol, report, record, left, search, find, styles } = view;
  if (record) return reportBody(record, columns, find, styles, new Set(protocol.hide));
  if (report !== undefined) return [`${report} is no record of this review any more`];
  const which = search ? 'That was the last hit' : 'That was the last one';
  const rest = search ? ': all are decided.' : ': nothing waits for you here.';
  const what = `${which}${left > 0 ? `, and ${left} before it ${left === 1 ? 'is' : 'are'} not decided.` : rest}`;
  return [
    ...hanging('', what, 0, columns),
    '',
    ...hanging(
      '',
      `u takes the last vote back, ← goes back, ${search ? 'esc leaves the search' : 'q leaves'}.`,
      0,
      columns,
    ),
  ];
}

function messageOf({ task, report, note, labels, message }: ScreeningView): string {
  const own = task.own.get(report ?? '');
  const kept = [
    message,
    own ? `you said ${told(own)}` : '',
    own && own.note !== '' ? `"${own.note}"` : '',
    own && own.labels !== '' && !isSealed(own) ? `[${own.labels}]` : '',
    note === undefined ? '' : `note: ${note}`,
    labels === undefined ? '' : `labels: ${labels}`,
  ];
  return kept.filter((part) => part !== '').join(' · ');
}

function keysOf({ task, reasons, report, left, search }: ScreeningView): Page['keys'] {
  const bulk: Page['keys'] = [['b', 'bulk']];
  if (report === undefined)
    return [...(search && left > 0 ? bulk : []), ...(search ? LEAVE_SEARCH : []), ...AFTER_LAST];
  return [
    ['i', 'include'],
    ...(task.stage === 'full-text' ? [] : ([['e', 'exclude']] as const)),
    ...reasonKeys(reasons),
    ['m', 'maybe'],
    ['s', 'skip'],
    ['u', 'undo'],
    ...(search ? [...bulk, ...LEAVE_SEARCH] : []),
    ['n', 'note'],
    ['l', 'labels'],
    ['c', 'criteria'],
    ['h', 'highlight'],
    ['/', 'search'],
    ['g', 'go to'],
    ['←→', 'back, on'],
    ['o', 'open'],
    ['?', 'help'],
    ['q', 'quit'],
  ];
}

const LEAVE_SEARCH: Page['keys'] = [['esc', 'leave search']];
/** No report shows that could be voted on. */
const AFTER_LAST: Page['keys'] = [
  ['u', 'undo'],
  ['←', 'back'],
  ['/', 'search'],
  ['g', 'go to'],
  ['?', 'help'],
  ['q', 'quit'],
];
const BACK: Page['keys'] = [['esc', 'back to the report']];

/** A vote as a page tells it. */
export function told({ vote, reason }: { readonly vote: string; readonly reason: string }): string {
  if (isSealed({ vote })) return 'something that is sealed, and not on this machine';
  return inWords(vote, reason);
}

const HELP: readonly (readonly [string, string])[] = [
  ['i', 'include'],
  ['e', 'exclude without a reason; at title and abstract only'],
  ['1–9', 'exclude for the reason with that number; 0 asks for the id of one beyond'],
  ['m', 'maybe: as the protocol says, it goes on or makes a conflict'],
  ['s', 'skip: it comes again when the others are done'],
  ['u', 'undo, step by step, whatever was done in this sitting'],
  ['n', 'a note, kept with the vote that follows on the report'],
  ['l', 'labels, kept with the vote that follows'],
  ['← →', 'the report before, the next one; a vote on a decided one changes it'],
  ['↑ ↓', 'scroll by a line (k and j too); space and page keys by a page'],
  ['/', 'search what is yours: words, "a phrase", a* for all that begins with a'],
  ['b', 'in a search: one vote on all hits that are not decided'],
  ['g', 'go to a report by its id, or by its number in the list'],
  ['h', 'highlight terms in this sitting; those of the protocol are always'],
  ['c', 'the criteria'],
  ['o', 'open the DOI in a browser'],
  ['q', 'quit; all that was decided is on disk already. ctrl-c too, with status 130'],
];

function helpLines(columns: number): readonly string[] {
  return HELP.flatMap(([key, does]) => hanging(key, does, 5, columns));
}
