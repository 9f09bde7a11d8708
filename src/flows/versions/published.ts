import type { Tx } from '../../platform/db/db.ts';
import { FlowContent } from '../content/graph-contract.ts';
import * as sql from './published-sql.ts';

/** A version of a flow as calls go through it. `sounds`: the hash of each prompt's sound, by `promptKey`. */
export type PublishedVersion = {
  flowId: string;
  versionId: string;
  number: number;
  content: FlowContent;
  sounds: Readonly<Record<string, string>>;
};

/** Versions never change, so each is read only once. */
const known = new Map<string, PublishedVersion>();
const MAX_KNOWN = 1000;

/**
 * The published versions of a flow and of every flow that a call can reach from it, by flow. A call keeps what was read here, so it never moves to
 * a later version. Null if the flow is gone.
 */
export async function publishedFlows(
  tx: Tx,
  tenantId: string,
  flowId: string,
): Promise<ReadonlyMap<string, PublishedVersion> | null> {
  const closure = await sql.publishedClosure(tx, tenantId, flowId);
  const missing = closure.map(({ versionId }) => versionId).filter((id) => !known.has(id));
  const read = missing.length > 0 ? await readVersions(tx, missing) : [];
  const found = new Map<string, PublishedVersion>();
  for (const { versionId } of closure) {
    const version = known.get(versionId) ?? read.find((one) => one.versionId === versionId);
    if (version) found.set(version.flowId, version);
  }
  return found.size > 0 ? found : null;
}

/** Reads these versions, even if they are no longer published, because a call in progress was admitted with them. */
export async function readVersions(tx: Tx, ids: string[]): Promise<PublishedVersion[]> {
  const rows = await sql.frozenVersions(tx, ids);
  const versions = rows.map(({ id, flow_id, number, content, sounds }) => ({
    flowId: flow_id,
    versionId: id,
    number,
    content: FlowContent.parse(content),
    sounds,
  }));
  for (const version of versions) remember(version);
  return versions;
}

function remember(version: PublishedVersion): void {
  const [oldest] = known.keys();
  if (known.size >= MAX_KNOWN && oldest !== undefined) known.delete(oldest);
  known.set(version.versionId, version);
}
