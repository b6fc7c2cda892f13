import { cleanText } from '../text/clean.ts';
import type { FlowColumn, FlowJson } from './model.ts';

/** A label in a box and its number. Indented ones are parts of the one before. */
export interface BoxEntry {
  readonly label: string;
  readonly n?: number;
  /** The number stands under the label, as PRISMA prints the boxes that hold one number. */
  readonly isBelow?: boolean;
  readonly indent?: 1 | 2;
}

export type BoxContent = readonly BoxEntry[];

/** The boxes of one column, from top to bottom; on the right of each step is what left the flow there. */
export interface ColumnContent {
  readonly title: string;
  readonly identified: BoxContent;
  readonly sought: BoxContent;
  readonly notRetrieved: BoxContent;
  readonly assessed: BoxContent;
  readonly excludedReports: BoxContent;
}

export interface PrismaContent {
  readonly databases: ColumnContent & {
    readonly removed: BoxContent;
    readonly screened: BoxContent;
    readonly excluded: BoxContent;
  };
  /** Only where a search was made by other methods. */
  readonly other?: ColumnContent;
  readonly included: BoxContent;
}

const DATABASE_KINDS = { database: 'Databases', register: 'Registers' };
const OTHER_KINDS = {
  website: 'Websites',
  organisation: 'Organisations',
  citation: 'Citation searching',
  other: 'Other sources',
};

/**
 * What stands in the boxes of the PRISMA 2020 flow diagram for new reviews, in its words (Page et al. 2021, BMJ 372:n71;
 * the templates with and without other methods). The template's footnotes ask for the records of each source and, where
 * tools excluded records, for how many a human and how many the tools excluded: both stand in the boxes.
 */
export function prismaContent(flow: FlowJson): PrismaContent {
  const { databases, other, included } = flow;
  return {
    databases: {
      ...columnContent(databases, 'Identification of studies via databases and registers'),
      identified: [{ label: 'Records identified from:' }, ...byKind(databases, DATABASE_KINDS)],
      removed: [
        { label: 'Records removed before screening:' },
        { label: 'Duplicate records removed', n: databases.duplicates, indent: 1 },
        { label: 'Records marked as ineligible by automation tools', n: databases.automation, indent: 1 },
        { label: 'Records removed for other reasons', n: databases.otherRemoved, indent: 1 },
      ],
      screened: single('Records screened', databases.screened),
      excluded: [...single('Records excluded', databases.excluded), ...byWhom(databases)],
    },
    ...(other.sources.length > 0 && { other: columnContent(other, 'Identification of studies via other methods') }),
    included: [
      ...single('Studies included in review', included.studies),
      ...single('Reports of included studies', included.reports),
    ],
  };
}

/** What both columns have. */
function columnContent(column: FlowColumn, title: string): ColumnContent {
  const kinds = Object.entries(OTHER_KINDS).filter(([kind]) => column.sources.some((source) => source.kind === kind));
  return {
    title,
    identified: [{ label: 'Records identified from:' }, ...byKind(column, Object.fromEntries(kinds))],
    sought: single('Reports sought for retrieval', column.sought),
    notRetrieved: single('Reports not retrieved', column.notRetrieved),
    assessed: single('Reports assessed for eligibility', column.assessed),
    excludedReports: excludedReports(column),
  };
}

/** Each kind of source with its sources; a source that is called as its kind is not named again. */
function byKind(column: FlowColumn, kinds: Readonly<Record<string, string>>): BoxContent {
  return Object.entries(kinds).flatMap(([kind, label]) => {
    const sources = column.sources
      .filter((source) => source.kind === kind)
      .map(({ id, name, n }) => ({ label: cleanText(name) || id, n, indent: 2 as const }));
    const [only] = sources;
    const isNamed = sources.length === 1 && only?.label.toLowerCase() === label.toLowerCase();
    const n = sources.reduce((sum, source) => sum + source.n, 0);
    return [{ label, n, indent: 1 as const }, ...(isNamed ? [] : sources)];
  });
}

function byWhom(column: FlowColumn): BoxContent {
  if (column.excludedByAutomation === 0) return [];
  return [
    { label: 'by a human', n: column.excluded - column.excludedByAutomation, indent: 1 },
    { label: 'by automation tools', n: column.excludedByAutomation, indent: 1 },
  ];
}

function excludedReports(column: FlowColumn): BoxContent {
  const reasons = column.excludedReports
    .filter((reason) => reason.n > 0)
    .map(({ id, label, n }) => ({ label: cleanText(label) || id, n, indent: 1 as const }));
  return [
    ...(reasons.length === 0 ? single('Reports excluded', 0) : [{ label: 'Reports excluded:' }, ...reasons]),
    ...(column.awaiting === 0 ? [] : single('Reports awaiting classification', column.awaiting)),
  ];
}

function single(label: string, n: number): BoxContent {
  return [{ label, n, isBelow: true }];
}
