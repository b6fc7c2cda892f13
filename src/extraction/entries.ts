import type { Reports } from '../dedupe/reports.ts';
import type { Finding } from '../model/finding.ts';
import { addToGroup } from '../model/group.ts';
import type { Form, Item } from '../model/form.ts';
import type { PersonId, ReportId } from '../model/ids.ts';
import type { EntryLine } from '../model/ledgers.ts';
import type { Studies } from './studies.ts';
import { readValue } from './values.ts';

/** The included reports, or studies: what is extracted from. */
export interface Units {
  /** In the order of their ids; a study goes by the lowest of its included reports. */
  readonly all: readonly ReportId[];
  /** The unit that a record, or its report, belongs to; undefined where that is not included. */
  of(record: string): ReportId | undefined;
}

/** The units of a form, from the reports that the review includes. */
export function unitsOf(unit: Form['unit'], included: readonly ReportId[], reports: Reports, studies: Studies): Units {
  const isIncluded = new Set(included);
  const unitOf = (report: ReportId) =>
    unit === 'report'
      ? isIncluded.has(report)
        ? report
        : undefined
      : studies.of(report).reports.find((id) => isIncluded.has(id));
  return {
    all: [...new Set(included.map((report) => unitOf(report) ?? report))],
    of: (record) => {
      const report = reports.of(record);
      return report && unitOf(report.id);
    },
  };
}

/** What people entered for one item of one unit. */
export interface Cell {
  /** What all who entered something say; undefined where they differ. */
  readonly value: string | undefined;
  /** Each person's latest lines that say something, one for each record of the unit that has some. */
  readonly lines: readonly EntryLine[];
}

export interface Entries {
  /** By unit, then by item. A cell of which nobody says anything is not there. */
  readonly cells: ReadonlyMap<ReportId, ReadonlyMap<string, Cell>>;
  readonly findings: readonly Finding[];
}

/**
 * What the entries say of each unit. Each person's latest line on a cell counts; an empty value takes the person's
 * earlier one back. People who say different things leave the cell open; so does one person who said different things of
 * two records before they became one unit.
 *
 * @param lines in the order of (`at`, person).
 */
export function readEntries(
  lines: readonly EntryLine[],
  form: Form,
  units: Units,
  people: ReadonlySet<PersonId>,
  reports: Reports,
): Entries {
  const items = new Map(form.items.map((item) => [item.id, item]));
  const byCell = new Map<ReportId, Map<string, EntryLine[]>>();
  const waiting = new Set<ReportId>();
  const findings: Finding[] = [];
  // What a later line of the person took the place of says nothing any more, right or wrong.
  const latest = new Map(
    lines.map((line) => [JSON.stringify([line.person, line.unit, line.item, line.position]), line]),
  );
  for (const line of [...latest.values()].filter(({ value }) => value !== '')) {
    const wrong = wrongWith(line, items, people, reports);
    if (wrong) {
      findings.push({ ...wrong, ids: [line.unit], ...line.where });
      continue;
    }
    const unit = units.of(line.unit);
    if (unit === undefined) {
      const report = reports.of(line.unit)?.id ?? line.unit;
      if (waiting.has(report)) continue;
      waiting.add(report);
      const message = `${report} is not included: its entries wait, and count if it gets there`;
      findings.push({ code: 'entry-not-included', level: 'warning', message, ids: [report], ...line.where });
      continue;
    }
    const cells = byCell.get(unit) ?? new Map<string, EntryLine[]>();
    byCell.set(unit, cells);
    addToGroup(cells, line.item, line);
  }
  const cells = new Map<ReportId, Map<string, Cell>>();
  for (const [unit, byItem] of byCell) {
    const filled = new Map<string, Cell>();
    cells.set(unit, filled);
    for (const [item, standing] of byItem) {
      const [first] = standing;
      if (!first) continue;
      const isAgreed = standing.every((line) => line.value === first.value);
      filled.set(item, { value: isAgreed ? first.value : undefined, lines: standing });
      if (isAgreed) continue;
      const said = standing.map((line) => `${line.person} "${line.value}"`).join(', ');
      findings.push({
        code: 'entries-differ',
        level: 'warning',
        message: `${unit}, ${item}: ${said}: the cell is open`,
        ids: [unit],
        ...first.where,
      });
    }
  }
  return { cells, findings };
}

function wrongWith(
  line: EntryLine,
  items: ReadonlyMap<string, Item>,
  people: ReadonlySet<PersonId>,
  reports: Reports,
): Pick<Finding, 'code' | 'level' | 'message'> | undefined {
  const error = (code: string, message: string) => ({ code, level: 'error', message }) as const;
  const item = items.get(line.item);
  if (!reports.of(line.unit)) return error('unknown-report', `${line.unit} is no record of this review`);
  if (!people.has(line.person))
    return error('unknown-person', `${line.person} is not among the reviewers of this review`);
  if (!item) return error('unknown-item', `${line.item} is no item of the form`);
  if (line.position !== '1')
    return error('entry-position', `position "${line.position}": this form has one value a cell`);
  const read = readValue(item, line.value);
  if ('problem' in read) return error('entry-invalid', `${line.item}: ${read.problem}`);
  if (read.value !== line.value)
    return error('entry-invalid', `${line.item}: "${line.value}" is written as "${read.value}"`);
  return undefined;
}
