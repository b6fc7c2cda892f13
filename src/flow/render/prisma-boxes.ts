import { cleanText } from '../../text/clean.ts';
import { groupThousands } from '../../text/thousands.ts';
import type { FlowColumn, FlowJson } from '../model.ts';

/** A label in a box and its number. Indented ones are parts of the one before. */
export interface BoxEntry {
  readonly label: string;
  readonly n?: number;
  /** The box of the flow that holds the ids behind the number, where one does. */
  readonly path?: string;
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

export interface DatabasesContent extends ColumnContent {
  readonly removed: BoxContent;
  readonly screened: BoxContent;
  readonly excluded: BoxContent;
}

export interface PrismaContent {
  /** Only of an updated review. */
  readonly previous?: { readonly title: string; readonly included: BoxContent; readonly total: BoxContent };
  readonly databases: DatabasesContent;
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

/** What a review includes, at the beginning of a label and within one. */
interface Words {
  readonly Studies: string;
  readonly studies: string;
}

const STUDIES: Words = { Studies: 'Studies', studies: 'studies' };
/** PRISMA-ScR (Tricco et al. 2018, doi:10.7326/M18-0850) has words of its own, and no picture. */
const SOURCES_OF_EVIDENCE: Words = { Studies: 'Sources of evidence', studies: 'sources of evidence' };

/**
 * A number as PRISMA prints it.
 *
 * @param space what stands around its sign, where that must not be broken.
 */
export function tellNumber(n: number, space = ' '): string {
  return `(n${space}=${space}${groupThousands(n)})`;
}

/** Whether a flow is that of an updated review. */
export function isUpdate({ version, previous }: FlowJson): boolean {
  return version > 1 || previous.studies + previous.reports > 0;
}

/**
 * What stands in the boxes of the PRISMA 2020 flow diagram, in its words (Page et al. 2021, BMJ 372:n71): of the four
 * templates, the one for new or for updated reviews, with or without other methods. The template's footnotes ask for the
 * records of each source and, where tools excluded records, for how many a human and how many the tools excluded: both
 * stand in the boxes.
 */
export function prismaContent(flow: FlowJson): PrismaContent {
  const { databases, other, previous, included, total } = flow;
  const words = flow.wording === 'prisma-scr' ? SOURCES_OF_EVIDENCE : STUDIES;
  const isUpdated = isUpdate(flow);
  const what = isUpdated ? `new ${words.studies}` : words.studies;
  const pair = (path: string, label: string, reports: string, { studies: n, reports: m }: typeof included) => [
    ...single(label, n, `${path}.studies`),
    ...single(reports, m, `${path}.reports`),
  ];
  return {
    ...(isUpdated && {
      previous: {
        title: `Previous ${words.studies}`,
        included: pair(
          'previous',
          `${words.Studies} included in previous version of review`,
          `Reports of ${words.studies} included in previous version of review`,
          previous,
        ),
        total: pair(
          'total',
          `Total ${words.studies} included in review`,
          `Reports of total included ${words.studies}`,
          total,
        ),
      },
    }),
    databases: {
      ...columnContent('databases', databases, `Identification of ${what} via databases and registers`),
      identified: [{ label: 'Records identified from:' }, ...byKind('databases', databases, DATABASE_KINDS)],
      removed: [
        { label: 'Records removed before screening:' },
        entry('Duplicate records removed', databases.duplicates, 'databases.duplicates', 1),
        entry('Records marked as ineligible by automation tools', databases.automation, 'databases.automation', 1),
        entry('Records removed for other reasons', databases.otherRemoved, 'databases.otherRemoved', 1),
      ],
      screened: single('Records screened', databases.screened, 'databases.screened'),
      excluded: [
        ...single('Records excluded', databases.excluded, 'databases.excluded'),
        ...byWhom(databases),
        ...(flow.titleAbstractReasons ? excludedRecords(databases) : []),
      ],
    },
    ...(other.sources.length > 0 && {
      other: columnContent('other', other, `Identification of ${what} via other methods`),
    }),
    included: isUpdated
      ? pair(
          'included',
          `New ${words.studies} included in review`,
          `Reports of new included ${words.studies}`,
          included,
        )
      : pair('included', `${words.Studies} included in review`, `Reports of included ${words.studies}`, included),
  };
}

type ColumnName = 'databases' | 'other';

/** What both columns have. */
function columnContent(name: ColumnName, column: FlowColumn, title: string): ColumnContent {
  const kinds = Object.entries(OTHER_KINDS).filter(([kind]) => column.sources.some((source) => source.kind === kind));
  return {
    title,
    identified: [{ label: 'Records identified from:' }, ...byKind(name, column, Object.fromEntries(kinds))],
    sought: single('Reports sought for retrieval', column.sought, `${name}.sought`),
    notRetrieved: single('Reports not retrieved', column.notRetrieved, `${name}.notRetrieved`),
    assessed: single('Reports assessed for eligibility', column.assessed, `${name}.assessed`),
    excludedReports: excludedReports(name, column),
  };
}

/** Each kind of source with its sources; a source that is called as its kind is not named again. */
function byKind(name: ColumnName, column: FlowColumn, kinds: Readonly<Record<string, string>>): BoxContent {
  return Object.entries(kinds).flatMap(([kind, label]): BoxEntry[] => {
    const own = column.sources.filter((source) => source.kind === kind);
    const sources = own.map(({ id, name: source, n }) => entry(cleanText(source) || id, n, `${name}.sources.${id}`, 2));
    const [only] = sources;
    const isNamed = sources.length === 1 && only?.label.toLowerCase() === label.toLowerCase();
    if (isNamed && only) return [{ ...only, label, indent: 1 }];
    // A kind of several sources is no box of its own, unless it is all of the column.
    const isAll = own.length === column.sources.length;
    const sum = { label, n: own.reduce((total, source) => total + source.n, 0), indent: 1 as const };
    return [isAll ? { ...sum, path: `${name}.identified` } : sum, ...sources];
  });
}

function byWhom(column: FlowColumn): BoxContent {
  if (column.excludedByAutomation === 0) return [];
  return [
    { label: 'by a human', n: column.excluded - column.excludedByAutomation, indent: 1 },
    entry('by automation tools', column.excludedByAutomation, 'databases.excludedByAutomation', 1),
  ];
}

/** The reasons for exclusion on title and abstract, where a reason need not be given. */
function excludedRecords(column: FlowColumn): BoxContent {
  const reasons = reasonEntries('databases.excludedReasons', column.excludedReasons);
  const without = withoutReason(column);
  return without > 0 ? [...reasons, { label: 'no reason given', n: without, indent: 1 }] : reasons;
}

/** How many were excluded on title and abstract for no reason, where others were for one. */
export function withoutReason({ excluded, excludedReasons }: FlowColumn): number {
  const given = excludedReasons.reduce((sum, { n }) => sum + n, 0);
  return given === 0 ? 0 : excluded - given;
}

function reasonEntries(path: string, reasons: FlowColumn['excludedReports']): BoxEntry[] {
  return reasons
    .filter((reason) => reason.n > 0)
    .map(({ id, label, n }) => entry(cleanText(label) || id, n, `${path}.${id}`, 1));
}

function excludedReports(name: ColumnName, column: FlowColumn): BoxContent {
  const reasons = reasonEntries(`${name}.excludedReports`, column.excludedReports);
  return [
    ...(reasons.length === 0
      ? single('Reports excluded', 0, `${name}.excludedReports`)
      : [{ label: 'Reports excluded:' }, ...reasons]),
    ...(column.awaiting === 0 ? [] : single('Reports awaiting classification', column.awaiting, `${name}.awaiting`)),
  ];
}

function entry(label: string, n: number, path: string, indent: 1 | 2): BoxEntry {
  return { label, n, path, indent };
}

function single(label: string, n: number, path: string): BoxContent {
  return [{ label, n, path, isBelow: true }];
}
