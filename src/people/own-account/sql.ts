import { sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import { oneRow } from '../../platform/db/rows.ts';
import { newId } from '../../platform/values/ids.ts';

/** The origin of a request, for the audit trail. */
export type Origin = { ip: string; requestId: string };

/** Audit events about one's own account, which the `gate` functions write. */
export type OwnAction =
  | 'session.refused'
  | 'session.ended'
  | 'session.others-ended'
  | 'password.changed'
  | 'password.change-refused'
  | 'password.link-requested'
  | 'second-factor.enabled'
  | 'second-factor.disabled'
  | 'second-factor.refused'
  | 'second-factor.recovery-code-used'
  | 'second-factor.recovery-codes-renewed';

/** Records an audit event. `userId` is null for an account that does not exist. */
export async function recordOwnEvent(tx: Tx, action: OwnAction, userId: string | null, from: Origin): Promise<void> {
  await sql`select record_own_event(${action}, ${userId}, ${from.ip}, ${newId()}, ${from.requestId})`.execute(tx);
}

/** False if the password changed since it was verified. Ends other sessions and invalidates links sent before. */
export async function changeOwnPassword(
  tx: Tx,
  user: { id: string; verifiedHash: string },
  passwordHash: string,
  keptSession: Buffer,
): Promise<boolean> {
  const { changed } = await oneRow(
    tx,
    sql<{
      changed: boolean;
    }>`select change_own_password(${user.id}, ${user.verifiedHash}, ${passwordHash},
    ${keptSession}) as changed`,
  );
  return changed;
}
