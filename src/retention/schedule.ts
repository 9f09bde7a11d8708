import { addJob, type Tx } from '../platform/db/db.ts';
import { withdrawMails } from '../platform/db/mail/mail.ts';
import * as sql from './sql.ts';

export const purgeKey = (tenantId: string): string => `purge:${tenantId}`;

/** Start of the dedupe key of a tenant's warnings. The recipient completes it. */
export const warningKeyPrefix = (tenantId: string): string => `purge-warning:${tenantId}:`;

/** Call it in the transaction that cancels the tenant. */
export async function schedulePurge(tx: Tx, tenantId: string, purgeAt: Date): Promise<void> {
  await addJob(tx, 'purge_tenant', { tenantId }, { key: purgeKey(tenantId), runAt: purgeAt });
}

/** Call it in the transaction that reactivates the tenant. Cancels the purge and withdraws unsent warnings. */
export async function unschedulePurge(tx: Tx, tenantId: string): Promise<void> {
  await sql.removeJob(tx, purgeKey(tenantId));
  await withdrawMails(tx, tenantId, warningKeyPrefix(tenantId));
}
