import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { protocolChanges, type ProtocolChange } from '../model/protocol-changes.ts';
import type { Amendment, Protocol } from '../model/protocol.ts';
import { frozenProtocolFile, PROTOCOL_FILE } from './paths.ts';
import type { ReviewReader } from './reader.ts';
import { applyWrites } from './store.ts';
import { setInYaml } from './yaml.ts';

/**
 * Freezes the protocol in force, if that has not happened: from the first decision under it, it is known what it said.
 * @param text review.yaml.
 */
export function freezeProtocol(root: string, protocol: Protocol, text: string): void {
  const path = frozenProtocolFile(protocol.protocol);
  if (!existsSync(join(root, path))) applyWrites(root, [{ path, content: text }]);
}

/**
 * What has changed in review.yaml since the protocol in force was frozen; undefined where it is not frozen yet. What
 * cannot be read of the frozen one is among the reader's problems.
 */
export function changesSinceFrozen(reader: ReviewReader, protocol: Protocol): ProtocolChange[] | undefined {
  const frozen = reader.frozenProtocol(protocol.protocol);
  return frozen && protocolChanges(frozen, protocol);
}

/** Whether somebody counted the protocol up by hand: there is one before it, and no amendment from there to here. */
export function isUnamended(reader: ReviewReader, { protocol, amendments }: Protocol): boolean {
  if (amendments.some((amendment) => amendment.protocol === protocol)) return false;
  return reader.text(frozenProtocolFile(protocol - 1)) !== undefined;
}

/** The number of the next protocol: a frozen one is never written again, whoever made it. */
export function nextProtocol(reader: ReviewReader, { protocol }: Protocol): number {
  let next = protocol + 1;
  while (reader.text(frozenProtocolFile(next)) !== undefined) next++;
  return next;
}

/** Writes an amendment into review.yaml, and freezes the protocol that it makes. */
export function applyAmendment(root: string, text: string, protocol: Protocol, amendment: Amendment): string[] {
  const counted = setInYaml(text, ['protocol'], amendment.protocol);
  const content = setInYaml(counted, ['amendments', protocol.amendments.length], amendment);
  return applyWrites(root, [
    { path: frozenProtocolFile(amendment.protocol), content },
    { path: PROTOCOL_FILE, content },
  ]);
}
