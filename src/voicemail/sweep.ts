import { asTenant, type Db } from '../platform/db/db.ts';
import type { Storage, StoredFile } from '../platform/db/storage.ts';
import { DAY_MS } from '../platform/time/durations.ts';
import { greetingsInUse } from './mailboxes-sql.ts';
import { existing } from './voicemails-sql.ts';
import { messageFile } from './voicemails.ts';

/** Removes files without a row, left by transactions that failed after writing them, or by abandoned jobs. */
export async function sweepFiles(db: Db, storage: Storage, now: Date): Promise<number> {
  let removed = 0;
  for (const tenantId of await storage.tenants()) {
    // a younger file may belong to a row that is being written
    const old = ({ modifiedAt }: StoredFile) => now.getTime() - modifiedAt.getTime() > DAY_MS;
    const messages = (await storage.list(tenantId, 'voicemails')).filter(old).map(({ name }) => name);
    const greetings = (await storage.list(tenantId, 'greetings')).filter(old).map(({ name }) => name);
    if (messages.length + greetings.length === 0) continue;
    const known = await asTenant(db, tenantId, async (tx) => {
      const ids = await existing(tx, tenantId);
      return new Set([...ids.map(messageFile), ...(await greetingsInUse(tx, tenantId))]);
    });
    for (const [kind, names] of [
      ['voicemails', messages],
      ['greetings', greetings],
    ] as const)
      for (const name of names.filter((one) => !known.has(one))) {
        await storage.remove(tenantId, kind, name);
        removed++;
      }
  }
  return removed;
}
