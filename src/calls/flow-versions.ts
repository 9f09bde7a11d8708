import { readVersions } from '../flows/published.ts';
import { asTenant, type Db } from '../platform/db/db.ts';
import * as sql from './facts-sql.ts';
import type { InFlow } from './in-flow.ts';

/** The versions that a call goes through, read again after a restart of call control. */
export const loadFlows = (db: Db, tenantId: string, versionIds: readonly string[]): Promise<InFlow['loaded']> =>
  asTenant(db, tenantId, async (tx) => {
    const versions = await readVersions(tx, [...versionIds]);
    const extensions = await sql.menuExtensions(tx, tenantId);
    return { flows: new Map(versions.map((version) => [version.flowId, version])), extensions };
  });
