import { readVersions } from '../flows/published.ts';
import { asTenant, type Db, type Tx } from '../platform/db/db.ts';
import * as sql from './admission/facts-sql.ts';
import type { InFlow, PublishedFlows } from './model/in-flow.ts';

/** The versions that a call goes through, read again after a restart of call control. */
export const loadFlows = (db: Db, tenantId: string, versionIds: readonly string[]): Promise<InFlow['loaded']> =>
  asTenant(db, tenantId, async (tx) => {
    const versions = await readVersions(tx, [...versionIds]);
    return withExtensions(tx, tenantId, new Map(versions.map((version) => [version.flowId, version])));
  });

/** Versions as a call carries them: with the extensions that can be dialled in their menus, where one takes any. */
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
