import { planDifferences, type DedupePlan } from '../dedupe/plan-dedupe.ts';
import type { FilterPlan } from '../filters/plan-filter.ts';
import type { ReviewState } from '../flow/derive.ts';
import type { Flow } from '../flow/model.ts';
import { proveFlow } from '../flow/prove.ts';
import { differingHits } from '../model/search.ts';
import type { Finding } from '../model/finding.ts';
import { STAGES } from '../model/protocol.ts';
import { compareIds } from '../text/order.ts';
import { isToRetrieve } from '../retrieval/status.ts';
import { plural } from '../text/plural.ts';
import { checkVersions } from './check-versions.ts';
import type { ReviewReader } from './reader.ts';
import type { Extraction } from './extraction.ts';
import { filterDifferences } from './filter.ts';
import { GITATTRIBUTES, missingLines } from './templates.ts';
import { changesSinceFrozen, isUnamended } from './protocol.ts';
import {
  ATTRIBUTES_FILE,
  changesFile,
  frozenProtocolFile,
  LINKS_FILE,
  PROTOCOL_FILE,
  rawFile,
  REMOVED_FILE,
  searchFile,
  RELATED_FILE,
  UNCERTAIN_FILE,
} from './paths.ts';

/**
 * Every rule of the review folder. Errors are broken rules; open work is a note, and an error in a closed stage or
 * where the review shall be final.
 *
 * @param options `plan`: the links that the records and rulings of today give; `filters`: what the limits remove today;
 * `extraction`: undefined where there is no form.
 */
export function checkReview(
  reader: ReviewReader,
  state: ReviewState,
  options: {
    readonly plan: DedupePlan;
    readonly filters: FilterPlan;
    readonly extraction: Extraction | undefined;
    readonly final: boolean;
    /** The flow of the state. */
    readonly flow: Flow;
  },
): Finding[] {
  const { flow } = options;
  return [
    ...state.findings.map((finding) => inTheEnd(finding, options.final)),
    ...proveFlow(flow, state),
    ...checkVersions(state, flow),
    ...checkSearches(reader, state),
    ...checkChanges(reader, state),
    ...checkLinks(options.plan, state),
    ...checkFilters(options.filters, state),
    ...checkProtocol(reader, state, options.final),
    ...checkAttributes(reader),
    ...checkExtraction(options.extraction, options.final),
    ...openWork(state, options.final),
  ];
}

/** The hashes of raw exports, and the hits that the database showed. */
function checkSearches(reader: ReviewReader, state: ReviewState): Finding[] {
  return state.facts.searches.flatMap((search): Finding[] => {
    const found: Finding[] = [];
    const file = searchFile(search.id);
    const error = (code: string, message: string, path: string) =>
      found.push({ code, level: 'error', message, ids: [], file: path });
    for (const raw of search.files) {
      const path = rawFile(search.id, raw.name);
      const hash = reader.sha256(path);
      // Exports may be under a licence that keeps them out of the repository.
      if (hash === undefined)
        found.push({
          code: 'raw-missing',
          level: 'note',
          message: 'the export is not here; only ingest needs it',
          ids: [],
          file: path,
        });
      else if (hash !== raw.sha256) error('hash', 'not the export that was ingested', path);
    }
    const { recordIds, unreadable } = state.facts;
    const owned = search.files.reduce((sum, raw) => sum + raw.records, 0);
    const isClosed = search.files.every((raw) => raw.entries === raw.records + raw.rejected);
    if (!isClosed || owned > (recordIds.get(search.id)?.length ?? 0))
      error('account', 'entries, records and rejected do not add up: restore it from git, or ingest again', file);
    const identified = (recordIds.get(search.id)?.length ?? 0) + (unreadable.get(search.id)?.length ?? 0);
    const hits = differingHits(search, identified);
    if (hits !== undefined) {
      const message = `the database showed ${plural(search.declaredHits ?? 0, 'hit')}, the export has ${plural(hits, 'entry', 'entries')}${search.declaredDuplicates ? `, and ${search.declaredDuplicates.n} were removed before, as declared` : ''}`;
      found.push({ code: 'declared-hits', level: 'warning', message, ids: [search.id], file });
    }
    if (search.declaredDuplicates) {
      const { n, why } = search.declaredDuplicates;
      const message = `${plural(n, 'duplicate')} removed elsewhere, as declared (${why}): no record proves it, and no box counts it`;
      found.push({ code: 'declared-duplicates', level: 'note', message, ids: [search.id], file });
    }
    if (search.date === undefined)
      found.push({
        code: 'undated',
        level: 'warning',
        message: 'it is not known when this search was run',
        ids: [search.id],
        file,
      });
    const seeds = search.citation?.seeds.filter((id) => !state.reports.of(id)) ?? [];
    if (seeds.length > 0)
      found.push({
        code: 'unknown-seed',
        level: 'error',
        message: `${seeds.join(', ')} is no record of this review`,
        ids: seeds,
        file,
      });
    return found;
  });
}

/** Votes that were cast on a title or an abstract which a newer export says in other words. */
function checkChanges(reader: ReviewReader, state: ReviewState): Finding[] {
  return state.facts.searches.flatMap(({ id }) =>
    reader.changes(id).flatMap((change) =>
      STAGES.flatMap((stage): Finding[] => {
        const report = state.reports.of(change.record)?.id ?? '';
        const votes = [...(state.outcomes[stage].get(report)?.votes.present.values() ?? [])];
        const people = votes.filter((vote) => vote.at < change.at).map((vote) => vote.person);
        if (people.length === 0) return [];
        const what = [change.title === undefined ? '' : 'title', change.abstract === undefined ? '' : 'abstract'];
        const fields = what.filter((field) => field !== '').join(' and ');
        const was = change.title === undefined ? '' : `; the title was “${change.title}”`;
        const who = [...new Set(people)].sort(compareIds).join(', ');
        const message =
          `the ${fields} of ${change.record} changed after ${who} voted at ${stage}${was}: ` +
          'read it again, and vote with a note that says so';
        return [{ code: 'changed-after-vote', level: 'warning', message, ids: [report], file: changesFile(id) }];
      }),
    ),
  );
}

/** The protocol that decisions name is known, and review.yaml says what it said when it came into force. */
function checkProtocol(reader: ReviewReader, state: ReviewState, final: boolean): Finding[] {
  const { protocol, votes, resolutions } = state.facts;
  const found: Finding[] = [];
  const changes = changesSinceFrozen(reader, protocol);
  if (changes && changes.length > 0) {
    const settings = plural(changes.length, 'setting');
    const message = `${settings} changed since protocol ${protocol.protocol} came into force, without an amendment: see litscreen protocol amend --dry-run`;
    const level = final ? 'error' : 'warning';
    found.push({ code: 'protocol-changed', level, message, ids: [], file: PROTOCOL_FILE });
  }
  if (isUnamended(reader, protocol)) {
    const message = `protocol ${protocol.protocol} is in force without an amendment that says why: set  protocol: ${protocol.protocol - 1}  again, and run litscreen protocol amend`;
    const level = final ? 'error' : 'warning';
    found.push({ code: 'protocol-unamended', level, message, ids: [], file: PROTOCOL_FILE });
  }
  const decisions = STAGES.flatMap((stage) => [...votes[stage], ...resolutions[stage]]);
  const named = new Set(decisions.map((line) => line.protocol));
  for (const n of [...named].sort(compareIds)) {
    if (reader.text(frozenProtocolFile(Number(n))) !== undefined) continue;
    const isKnown = /^[1-9]\d*$/.test(n) && Number(n) <= protocol.protocol;
    const message = isKnown
      ? `decisions were made under protocol ${n}, which was not kept: the next vote under it keeps it`
      : `decisions were made under protocol "${n}", but protocol ${protocol.protocol} is in force`;
    found.push({
      code: 'protocol-unknown',
      level: isKnown ? 'note' : 'warning',
      message,
      ids: [],
      file: PROTOCOL_FILE,
    });
  }
  for (const stage of STAGES) {
    const due = [...state.outcomes[stage].values()].filter((outcome) => outcome.votes.dueAgain.size > 0);
    if (due.length === 0) continue;
    const ids = due.map((outcome) => outcome.report);
    const people = [...new Set(due.flatMap((outcome) => [...outcome.votes.dueAgain]))].sort(compareIds).join(', ');
    const message = `an amendment made the decisions on ${plural(ids.length, 'report')} at ${stage} due again, of ${people}`;
    found.push({ code: 'due-again', level: final ? 'error' : 'note', message, ids });
  }
  return found;
}

/** Without the attributes that init writes, two branches of one person conflict, and hashes change with a checkout. */
function checkAttributes(reader: ReviewReader): Finding[] {
  // A review from before there were versions needs no line for them until it has some.
  const isNeeded = (line: string) => !line.startsWith('versions/') || reader.versions().length > 0;
  const missing = missingLines(reader.text(ATTRIBUTES_FILE) ?? '', GITATTRIBUTES).filter(isNeeded);
  if (missing.length === 0) return [];
  const lines = plural(missing.length, 'line is', 'lines are');
  const message = `${lines} missing, without which git may spoil ledgers and hashes: litscreen init .  adds them`;
  return [{ code: 'gitattributes', level: 'warning', message, ids: [], file: ATTRIBUTES_FILE }];
}

/** The links that the flow counts are those of today. */
function checkLinks(plan: DedupePlan, state: ReviewState): Finding[] {
  const { links, uncertain, related } = planDifferences(state.facts, plan);
  const message = 'records or rulings have changed since: run litscreen dedupe';
  const found: Finding[] = [];
  if (links.length > 0) found.push({ code: 'stale-links', level: 'error', message, ids: links, file: LINKS_FILE });
  if (uncertain.length > 0) {
    found.push({ code: 'stale-uncertain', level: 'error', message, ids: uncertain, file: UNCERTAIN_FILE });
  }
  if (related.length > 0)
    found.push({ code: 'stale-related', level: 'error', message, ids: related, file: RELATED_FILE });
  return found;
}

/** The reports that the limits remove are those of today; what the limits cannot decide is left to people. */
function checkFilters(plan: FilterPlan, state: ReviewState): Finding[] {
  const stale = filterDifferences(state.facts.removed, plan);
  const found: Finding[] = [];
  if (stale.length > 0) {
    const message = 'records, links or limits have changed since: run litscreen filter';
    found.push({ code: 'stale-filters', level: 'error', message, ids: stale, file: REMOVED_FILE });
  }
  const open = [...new Set(plan.undecided.map((line) => line.report))].filter((id) => isUndecided(id, state));
  if (open.length > 0) {
    const what = plural(open.length, 'report waits', 'reports wait');
    const message = `the limits cannot decide: ${what} for people to look at language, date or type`;
    found.push({ code: 'filter-undecided', level: 'note', message, ids: open });
  }
  return found;
}

/** Whether a report is to be screened, and nobody has voted on it, or said that it is kept. */
function isUndecided(report: string, state: ReviewState): boolean {
  const said = state.facts.manual.findLast((line) => state.reports.of(line.report)?.id === report);
  if (said?.action === 'keep') return false;
  const outcome = state.outcomes['title-abstract'].get(report);
  return outcome?.outcome === 'pending' && outcome.votes.present.size === 0;
}

/** Entries that fit the form and the included reports, and whether what is required is there. */
function checkExtraction(extraction: Extraction | undefined, final: boolean): Finding[] {
  if (!extraction) return [];
  const { form, units, entries } = extraction;
  const required = form.items.filter((item) => item.required);
  const isFilled = (unit: string) =>
    required.every((item) => entries.cells.get(unit)?.get(item.id)?.value !== undefined);
  const open = units.all.filter((unit) => !isFilled(unit));
  const findings = entries.findings.map((finding) => inTheEnd(finding, final));
  if (open.length === 0) return findings;
  const [one, many] = [`${form.unit} lacks`, form.unit === 'study' ? 'studies lack' : 'reports lack'];
  const message = `${plural(open.length, one, many)} items that the extraction form requires`;
  return [...findings, { code: 'open', level: final ? 'error' : 'note', message, ids: open }];
}

/** People who contradict each other leave something open: a warning until the review shall be final. */
const LEFT_OPEN = new Set(['removal-contradicted', 'study-contradicted', 'entries-differ']);

function inTheEnd(finding: Finding, final: boolean): Finding {
  return final && LEFT_OPEN.has(finding.code) ? { ...finding, level: 'error' } : finding;
}

function openWork(state: ReviewState, final: boolean): Finding[] {
  const found: Finding[] = [];
  const note = (what: string, ids: readonly string[], isClosed = false) => {
    if (ids.length === 0) return;
    const level = final || isClosed ? 'error' : 'note';
    found.push({
      code: 'open',
      level,
      message: `${plural(ids.length, what.split('|')[0] ?? '', what.split('|')[1])}${isClosed ? ' in a closed stage' : ''}`,
      ids,
    });
  };
  note(
    'uncertain pair of records waits for a person|uncertain pairs of records wait for a person',
    state.facts.uncertain.map((pair) => `${pair.a}|${pair.b}`),
  );
  const titles = [...state.outcomes['title-abstract'].values()];
  for (const stage of STAGES) {
    const outcomes = [...state.outcomes[stage].values()];
    const isClosed = state.facts.protocol.stages[stage].closed;
    const open = (outcome: string) => outcomes.filter((item) => item.outcome === outcome).map((item) => item.report);
    const sealed = new Set(
      outcomes.filter(({ votes }) => votes.isCast && !votes.isComplete).map(({ report }) => report),
    );
    const waiting = open('pending').filter((id) => !sealed.has(id));
    note(`report waits for votes at ${stage}|reports wait for votes at ${stage}`, waiting, isClosed);
    note(
      `report has all votes at ${stage}, and waits for them to be unsealed|reports have all votes at ${stage}, and wait for them to be unsealed`,
      [...sealed],
      isClosed,
    );
    note(`report is in conflict at ${stage}|reports are in conflict at ${stage}`, open('conflict'), isClosed);
    if (stage === 'full-text') continue;
    const sought = titles.filter((item) => item.outcome === 'included').map((item) => item.report);
    const isOpen = (id: string) => isToRetrieve(state.retrieval.get(id));
    note('full text is to be retrieved|full texts are to be retrieved', sought.filter(isOpen));
  }
  return found;
}
