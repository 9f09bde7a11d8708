import { timingSafeEqual } from 'node:crypto';
import type { Tx } from '../platform/db/db.ts';
import { HOUR_MS } from '../platform/time/durations.ts';
import type { MailboxRow } from './mailboxes-sql.ts';
import { hashPin } from './mailboxes.ts';
import * as sql from './pins-sql.ts';
import { pinWaitSeconds } from './rules.ts';

/** Where a PIN is entered: at the phone of the mailbox's own extension, or elsewhere by a caller. */
export type PinSource = { kind: 'ownPhone' } | { kind: 'other'; caller: string };

export type PinResult = 'right' | 'wrong' | 'wait';

/**
 * Checks a PIN. Wrong PINs are counted in the database, so that simultaneous calls get no additional attempts. A mailbox's own phone is counted
 * separately, so that attempts from outside don't lock the owner out.
 */
export async function checkPin(
  tx: Tx,
  mailbox: MailboxRow,
  { source, pin, secretKey, now }: { source: PinSource; pin: string; secretKey: string; now: Date },
): Promise<PinResult> {
  const { id, tenant_id: tenantId, pin_hash: hash } = mailbox;
  const sources = source.kind === 'ownPhone' ? [`own ${id}`] : [`mailbox ${id}`, `caller ${source.caller}`];
  const counted = await sql.lockAttempts(tx, tenantId, sources);
  const isWaiting = counted.some(
    ({ failures, last_at }) => now.getTime() - last_at.getTime() < pinWaitSeconds(failures) * 1000,
  );
  if (isWaiting) return 'wait';
  if (hash !== null && timingSafeEqual(hash, hashPin(secretKey, id, pin))) {
    await sql.clearAttempts(tx, tenantId, sources);
    return 'right';
  }
  for (const attempt of counted) {
    const isStale = now.getTime() - attempt.last_at.getTime() > 2 * HOUR_MS;
    await sql.setFailures(tx, tenantId, { ...attempt, failures: isStale ? 1 : attempt.failures + 1 }, now);
  }
  return 'wrong';
}
