import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { countFlow } from '../../flow/count.ts';
import { deriveState } from '../../flow/derive.ts';
import type { FlowJson } from '../../flow/model.ts';
import { freezeVersion, versionFrom, type FrozenVersion } from '../../flow/versions.ts';
import { inputError, LitscreenError, usageError } from '../../model/errors.ts';
import { STAGES } from '../../model/protocol.ts';
import { checkVersions } from '../../review/check-versions.ts';
import { findReview, loadFacts } from '../../review/load.ts';
import { withLock } from '../../review/lock.ts';
import { PROTOCOL_FILE, versionFile } from '../../review/paths.ts';
import { ReviewReader } from '../../review/reader.ts';
import { applyWrites } from '../../review/store.ts';
import { setInYaml } from '../../review/yaml.ts';
import { plural } from '../../text/plural.ts';
import { actingPerson, type Context } from '../context.ts';
import { openReview, type OpenReview } from '../open.ts';
import { packageVersion } from '../program.ts';
import { readFlow } from '../read-flow.ts';
import { provenFlow } from './flow.ts';

/** `close`: the version in force is frozen: the ids of its reports and studies, and its numbers. */
export function closeVersion(context: Context, options: { as?: string }): number {
  return withLock(findReview(context.folder), 'protocol', () => {
    const review = openReview(context);
    const { protocol, versions } = review.state.facts;
    const { version } = protocol;
    const by = actingPerson(context, options.as, protocol);
    const frozen = versions.find((one) => one.version === version);
    if (frozen) {
      context.out(`version ${version} was closed by ${frozen.closed.by} on ${frozen.closed.at.slice(0, 10)}\n`);
      return 0;
    }
    const flow = provenFlow(review);
    if (flow.json.provisional) {
      const message = `version ${version} cannot be closed: its flow is provisional`;
      throw new LitscreenError('no', { message, hint: 'see what is open with  litscreen status' });
    }
    if (flow.json.databases.identified + flow.json.other.identified === 0)
      throw new LitscreenError('no', {
        message: `version ${version} cannot be closed: no search was ingested for it`,
        hint: 'ingest an export first: litscreen ingest --help',
      });
    const at = context.now().toISOString();
    const now = freezeVersion(flow, { by, at, protocol: protocol.protocol });
    const content = setStages(review.reader.protocolText, true);
    applyWrites(review.root, [writeOf(now), { path: PROTOCOL_FILE, content }]);
    const counts = `${plural(now.studies.length, 'study', 'studies')} in ${plural(now.reports.length, 'report')}`;
    context.out(`version ${version} is closed: ${counts}, frozen in ${versionFile(version)}\n`);
    context.note('Commit it. When the searches are run again:  litscreen update --as <you>\n');
    return 0;
  });
}

/** `update`: the next version of the review begins, after the own one that is closed or after a review from elsewhere. */
export function update(context: Context, options: { as?: string; from?: string }): number {
  return withLock(findReview(context.folder), 'protocol', () => {
    const review = openReview(context);
    const { protocol } = review.state.facts;
    const by = actingPerson(context, options.as, protocol);
    const previous = options.from === undefined ? closedNow(review) : earlierReview(context, review, options.from, by);
    const version = previous.version + 1;
    const content = setStages(setInYaml(review.reader.protocolText, ['version'], version), false);
    applyWrites(review.root, [writeOf(previous), { path: PROTOCOL_FILE, content }]);
    context.out(`version ${version} has begun: both stages are open, and nothing is asked again of what was known\n`);
    context.note(
      'Change who reviews in review.yaml where it has changed; criteria with  litscreen protocol amend\n' +
        'Next: litscreen ingest <export> --search <a new id> --database <name> --date <day>, then dedupe, and filter where\n' +
        'there are limits. A committed flow is that of the version before: litscreen flow --output output/prisma.json\n',
    );
    return 0;
  });
}

/**
 * The version in force, which is closed.
 * @throws LitscreenError of kind `usage` where it is not; of kind `no` where it has changed since.
 */
function closedNow(review: OpenReview): FrozenVersion {
  const { facts } = review.state;
  const { version } = facts.protocol;
  const frozen = facts.versions.find((one) => one.version === version);
  const flow = provenFlow(review);
  const isAsClosed =
    !flow.json.provisional && checkVersions(review.state, flow).every(({ level }) => level !== 'error');
  if (frozen && !isAsClosed)
    throw new LitscreenError('no', {
      message: `version ${version} is not what it was when it was closed`,
      hint: 'litscreen check  tells what changed: take it back first, for the next version begins from what was closed',
    });
  if (frozen) return frozen;
  const hint =
    'close it first:  litscreen close --as <you>; for a review from elsewhere:  --from <its folder or prisma.json>';
  throw usageError(`version ${version} is not closed`, hint);
}

/** Another review as the version before this one. */
function earlierReview(context: Context, review: OpenReview, from: string, by: string): FrozenVersion {
  const { facts } = review.state;
  if (facts.versions.length > 0 || facts.searches.length > 0) {
    const hint = 'go on in its own folder, or begin in a new one: litscreen init';
    throw usageError('this review has searches or versions of its own already', hint);
  }
  const { flow, title } = readEarlier(context, from);
  const where = { file: from };
  if (flow.provisional) throw inputError('the flow is provisional', where, 'finish that review first');
  const closed = { by, at: context.now().toISOString(), protocol: facts.protocol.protocol };
  const frozen = versionFrom(flow, title, closed);
  if (!frozen) throw inputError('the flow lists no ids', where, 'write it without  --counts-only');
  return frozen;
}

function readEarlier(context: Context, from: string): { flow: FlowJson; title: string } {
  const path = resolve(context.folder, from);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    const state = deriveState(loadFacts(new ReviewReader(findReview(path))));
    return { flow: countFlow(state, packageVersion()).json, title: state.facts.protocol.title };
  }
  return { flow: readFlow(context, from), title: from };
}

function writeOf(frozen: FrozenVersion) {
  return { path: versionFile(frozen.version), content: `${JSON.stringify(frozen, null, 2)}\n` };
}

/** review.yaml with both stages closed, or open. */
function setStages(text: string, isClosed: boolean): string {
  return STAGES.reduce((changed, stage) => setInYaml(changed, ['stages', stage, 'closed'], isClosed), text);
}
