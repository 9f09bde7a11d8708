import { addJob, type Tx } from '../platform/db/db.ts';
import { withdrawMails } from '../platform/db/mail.ts';
import * as sql from './sql.ts';

export const purgeKey = (tenantId: string): string => `purge:${tenantId}`;

/** What the mails before a purge are about; ends with whom each is to. */
export const warningOccasion = (tenantId: string): string => `purge-warning:${tenantId}:`;

/** Called in the transaction that cancels the tenant. */
export async function schedulePurge(tx: Tx, tenantId: string, purgeAt: Date): Promise<void> {
  await addJob(tx, 'purge_tenant', { tenantId }, { key: purgeKey(tenantId), runAt: purgeAt });
}

/** Called in the transaction that brings the tenant back: no purge, and no warning that still waits for the mail server. */
export async function unschedulePurge(tx: Tx, tenantId: string): Promise<void> {
  await sql.removeJob(tx, purgeKey(tenantId));
  await withdrawMails(tx, tenantId, warningOccasion(tenantId));
}
