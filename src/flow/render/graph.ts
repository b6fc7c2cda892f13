import type { FlowJson } from '../model.ts';
import { beforeRetrieval, openWork, removedElsewhere } from './notes.ts';
import { prismaContent, type BoxContent, type BoxEntry, type ColumnContent } from './prisma-boxes.ts';

/** The flow as a graph, for programs that lay it out themselves. */
export interface FlowGraph {
  /** The columns, each under its title, and what stands below them all. */
  readonly groups: readonly GraphGroup[];
  /** From what step to what; `isAside`: to what left the flow there, which stands beside it. */
  readonly arrows: readonly { readonly from: string; readonly to: string; readonly isAside: boolean }[];
  /** What is to be said of the flow beside its boxes, one sentence each. */
  readonly notes: readonly string[];
}

export interface GraphGroup {
  readonly id: string;
  readonly title?: string;
  readonly boxes: readonly GraphBox[];
}

export interface GraphBox {
  /** Letters and digits. */
  readonly id: string;
  readonly content: BoxContent;
  readonly look: 'main' | 'other';
}

/** @param brokenRules how many lines break a rule of the review: a reason for which the flow is provisional. */
export function graphOf(flow: FlowJson, brokenRules = 0): FlowGraph {
  const { previous, databases, other, included } = prismaContent(flow);
  const main = (id: string, content: BoxContent): GraphBox => ({ id, content: filled(content), look: 'main' });
  const grey = (id: string, content: BoxContent): GraphBox => ({ id, content: filled(content), look: 'other' });
  const groups: GraphGroup[] = [
    ...(previous
      ? [{ id: 'previous', title: previous.title, boxes: [grey('previousIncluded', previous.included)] }]
      : []),
    {
      id: 'databases',
      title: databases.title,
      boxes: [
        main('identified', databases.identified),
        main('removed', databases.removed),
        main('screened', databases.screened),
        main('excluded', databases.excluded),
        ...retrieved('', databases, main),
      ],
    },
    ...(other
      ? [
          {
            id: 'other',
            title: other.title,
            boxes: [grey('otherIdentified', other.identified), ...retrieved('other', other, grey)],
          },
        ]
      : []),
    { id: 'end', boxes: [main('included', included), ...(previous ? [grey('total', previous.total)] : [])] },
  ];
  const down = (from: string, to: string) => ({ from, to, isAside: false });
  const aside = (from: string, to: string) => ({ from, to, isAside: true });
  const arrows = [
    aside('identified', 'removed'),
    down('identified', 'screened'),
    aside('screened', 'excluded'),
    down('screened', 'sought'),
    aside('sought', 'notRetrieved'),
    down('sought', 'assessed'),
    aside('assessed', 'excludedReports'),
    down('assessed', 'included'),
    ...(other
      ? [
          down('otherIdentified', 'otherSought'),
          aside('otherSought', 'otherNotRetrieved'),
          down('otherSought', 'otherAssessed'),
          aside('otherAssessed', 'otherExcludedReports'),
          down('otherAssessed', 'included'),
        ]
      : []),
    ...(previous ? [down('previousIncluded', 'total'), down('included', 'total')] : []),
  ];
  return { groups, arrows, notes: notesOf(flow, brokenRules) };
}

/** What is to be said of a flow beside its boxes, one sentence each. */
export function notesOf(flow: FlowJson, brokenRules: number, show?: (n: number) => string): string[] {
  const early = beforeRetrieval(flow, show);
  return [
    ...(flow.provisional
      ? [`PROVISIONAL, while these are open: ${openWork(flow, brokenRules, show).join(', ')}.`]
      : []),
    ...(early === undefined ? [] : [early]),
    ...removedElsewhere(flow, show),
  ];
}

function retrieved(
  column: '' | 'other',
  { sought, notRetrieved, assessed, excludedReports }: ColumnContent,
  box: (id: string, content: BoxContent) => GraphBox,
): GraphBox[] {
  const id = (name: string) => (column === '' ? name : `${column}${name.charAt(0).toUpperCase()}${name.slice(1)}`);
  return [
    box(id('sought'), sought),
    box(id('notRetrieved'), notRetrieved),
    box(id('assessed'), assessed),
    box(id('excludedReports'), excludedReports),
  ];
}

/** A box that heads what follows is told as such; what stands under its label goes beside it. */
function filled(content: BoxContent): BoxContent {
  return content.map(({ isBelow: _isBelow, ...entry }: BoxEntry) => entry);
}
