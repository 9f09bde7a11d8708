import { readVersions } from '../flows/versions/published.ts';
import { asTenant, type Db, type Tx } from '../platform/db/db.ts';
import * as sql from './admission/facts-sql.ts';
import type { InFlow, PublishedFlows } from './model/in-flow.ts';

/** Reads a call's flow versions again after a restart of call control. */
export const loadFlows = (db: Db, tenantId: string, versionIds: readonly string[]): Promise<InFlow['loaded']> =>
  asTenant(db, tenantId, async (tx) => {
    const versions = await readVersions(tx, [...versionIds]);
    return withExtensions(tx, tenantId, new Map(versions.map((version) => [version.flowId, version])));
  });

/** Adds the extensions that callers can dial in menus, if any of the menus allows it. */
export async function withExtensions(
  tx: Tx,
  tenantId: string,
  flows: PublishedFlows,
): Promise<NonNullable<InFlow['loaded']>> {
  const isDialled = [...flows.values()].some(({ content }) =>
    content.nodes.some((node) => node.kind === 'menu' && node.directDial),
  );
  return { flows, extensions: isDialled ? await sql.menuExtensions(tx, tenantId) : [] };
}
