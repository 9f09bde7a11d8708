import { clearCallerIds, restoreCallerIds } from '../../extensions/caller-ids.ts';
import { dropContactsOfTenant } from '../../extensions/contacts.ts';
import { isCallCap } from '../../limits/cap-contract.ts';
import { reachedCapsOf } from '../../limits/caps.ts';
import { releaseAllDids, restoreNumbers } from '../../numbers/numbers.ts';
import type { Tx } from '../../platform/db/db.ts';
import { recordEvent } from '../../platform/db/events.ts';
import type { Actor } from '../../platform/http/caller.ts';
import { errorFactory, notFound } from '../../platform/http/errors.ts';
import { checkVersion } from '../../platform/http/if-match.ts';
import { type DeletedNumber, deletedNumbers, recordDeletion } from '../../retention/manifests.ts';
import { schedulePurge, unschedulePurge } from '../../retention/schedule.ts';
import { requireRoomForSandbox } from '../../sandbox/sandboxes.ts';
import type { SuspensionReason, TenantStatus } from '../../status/contract.ts';
import { allowedMoves, liftReasons } from '../../status/rules.ts';
import { asShown, tenantErrors } from '../contract.ts';
import { RETENTION_MS, isPastRetention } from '../rules.ts';
import * as sql from '../sql.ts';
import * as previewSql from './preview-sql.ts';
import { addSuspension, saveSuspensions } from './suspensions.ts';

const fail = errorFactory(tenantErrors);

/** A change of status as requested by the page or PATCH. */
export type StatusInput = {
  status: TenantStatus;
  confirmName?: string | undefined;
  overrideReason?: string | undefined;
  suspension?: SuspensionInput | undefined;
};
/** Why a tenant is suspended. */
export type SuspensionInput = { reason: SuspensionReason; note?: string | undefined };
type Returned = { row: sql.TenantRow; restoredDids: string[]; lostDids: string[] };

/** Performs any legal transition to a status. The pages, API, bulk actions, jobs and operator all use it. Setting the current status is a no-op. */
export async function changeStatus(
  tx: Tx,
  by: Actor,
  { id, input, now }: { id: string; input: StatusInput; now: Date },
): Promise<sql.TenantRow> {
  const row = await lock(tx, id);
  if (row.status === input.status) return row;
  if (input.status === 'CANCELLED') {
    const { confirmName = '', overrideReason } = input;
    return cancelTenant(tx, by, { id, confirmName, overrideReason, ifMatch: null, now });
  }
  if (input.status === 'SUSPENDED') return suspendTenant(tx, by, id, input.suspension ?? { reason: 'manual' });
  return (await reactivateTenant(tx, by, { id, input: { status: input.status }, now })).row;
}

/** Adds a reason; the tenant is SUSPENDED while it has any. Adding a reason again changes nothing and notifies nobody. */
export async function suspendTenant(tx: Tx, by: Actor, id: string, why: SuspensionInput): Promise<sql.TenantRow> {
  const row = await lock(tx, id);
  const column = by.role === 'operator' ? 'operator_reasons' : 'suspension_reasons';
  if (row.status === 'CANCELLED') throw wrongStatus(row, 'SUSPENDED');
  if (row[column].includes(why.reason)) return row;
  const changed = await sql.updateTenant(tx, id, { status: 'SUSPENDED', [column]: [...row[column], why.reason] });
  await addSuspension(tx, by, id, why);
  return recordTransition(tx, by, 'tenant.suspended', { before: row, after: changed, more: { note: why.note } });
}

type Reactivation = { status?: 'ACTIVE' | 'TRIAL' | undefined; reasons?: SuspensionReason[] | undefined };

/**
 * Lifts the given reasons, by default all. Without any left, the tenant is reactivated, to the requested or previous status.
 * A cancelled tenant can be reactivated for 90 x 24 h and gets its numbers back as far as they are still free.
 */
export async function reactivateTenant(
  tx: Tx,
  by: Actor,
  { id, input, now }: { id: string; input: Reactivation; now: Date },
): Promise<Returned> {
  const row = await lock(tx, id);
  const to = input.status ?? (row.was_active ? 'ACTIVE' : 'TRIAL');
  const none = { restoredDids: [], lostDids: [] };
  if (row.status === to) return { row, ...none };
  if (!allowedMoves({ status: row.status, wasActive: row.was_active }).includes(to)) throw wrongStatus(row, to);
  if (row.purge_started_at || (row.cancelled_at && isPastRetention(row.cancelled_at, now))) {
    throw fail('window_over', 'The 90 days are over. This tenant’s data is being deleted and can’t be restored.');
  }
  const reached = (await reachedCapsAmong(tx, row, now)).filter(
    (reason) => input.reasons === undefined || input.reasons.includes(reason),
  );
  const { left, kept } = liftReasons(
    { own: row.suspension_reasons, operator: row.operator_reasons },
    by.role === 'operator',
    input.reasons,
    reached,
  );
  const nothingLifted = left.own.length === row.suspension_reasons.length;
  const operatorsLifted = left.operator.length < row.operator_reasons.length;
  if (row.status === 'SUSPENDED' && nothingLifted && !operatorsLifted && reached.length > 0)
    throw fail(
      'cap_reached',
      'A limit of this tenant is used up. Raise the limit, or wait for its next billing cycle.',
      {
        extra: { reached },
      },
    );
  // jobs get no response, so they lift what they can
  const isAnswered = by.role !== 'system' && (input.reasons !== undefined || nothingLifted);
  if (row.status === 'SUSPENDED' && kept.length > 0 && isAnswered) {
    throw fail('reason_kept', 'The platform operator set this suspension, and only the operator can lift it.', {
      extra: { kept },
    });
  }
  if (row.status === 'SUSPENDED' && nothingLifted && !operatorsLifted) return { row, ...none };
  const status = left.own.length + left.operator.length > 0 ? 'SUSPENDED' : to;
  if (row.status === 'CANCELLED' && row.sandbox) await requireRoomForSandbox(tx, row.partner_id);
  // the same lock order as in a cancellation: numbers first, then the partner's counts, which the change of status updates
  const numbers = row.status === 'CANCELLED' ? await giveNumbersBack(tx, id) : none;
  const changed = await sql.updateTenant(tx, id, {
    status,
    was_active: row.was_active || status === 'ACTIVE',
    suspension_reasons: left.own,
    operator_reasons: left.operator,
    cancelled_at: null,
    purge_at: null,
  });
  await saveSuspensions(tx, id, left);
  if (row.status === 'CANCELLED') await unschedulePurge(tx, id);
  if (row.status === 'TRIAL')
    await recordTransition(tx, by, 'tenant.activated', { before: row, after: changed, more: {} });
  else await recordTransition(tx, by, 'tenant.reactivated', { before: row, after: changed, more: numbers });
  return { row: changed, ...numbers };
}

/** Cancels the tenant. It can be reactivated for 90 x 24 h. Everything takes effect when this transaction commits. */
export async function cancelTenant(
  tx: Tx,
  by: Actor,
  {
    id,
    confirmName,
    overrideReason,
    ifMatch,
    now,
  }: { id: string; confirmName: string; overrideReason?: string | undefined; ifMatch: number | null; now: Date },
): Promise<sql.TenantRow> {
  const row = await lock(tx, id);
  checkVersion(ifMatch, row.version);
  if (asShown(confirmName) !== asShown(row.name)) {
    throw fail('name_mismatch', 'The name does not match. Type it exactly as shown.', {
      errors: [{ path: 'confirmName', message: `Type “${row.name}”.` }],
    });
  }
  if (row.status === 'CANCELLED') return row;
  const { registeredPhones, callsToEnd } = await previewSql.countImpact(tx, id);
  const extensions = await previewSql.extensionNumbers(tx, id);
  await dropContactsOfTenant(tx, id);
  const numbers = await releaseNumbers(tx, id, now);
  const purgeAt = new Date(now.getTime() + RETENTION_MS);
  const changed = await sql.updateTenant(tx, id, { status: 'CANCELLED', cancelled_at: now, purge_at: purgeAt });
  await schedulePurge(tx, id, purgeAt);
  await recordDeletion(tx, id, {
    cancelledAt: now.toISOString(),
    purgeAt: purgeAt.toISOString(),
    statusBefore: row.status,
    registeredPhones,
    liveCalls: callsToEnd,
    extensions,
    numbers,
    users: row.users_count,
  });
  return recordTransition(tx, by, 'tenant.cancelled', {
    before: row,
    after: changed,
    more: {
      numbers: numbers.map((kept) => kept.number),
      purgeAt: purgeAt.toISOString(),
      overrideReason,
    },
  });
}

/** Releases the tenant's numbers and clears their use as caller IDs. Returns them as stored in the manifest. */
async function releaseNumbers(tx: Tx, id: string, now: Date): Promise<DeletedNumber[]> {
  const numbers = await releaseAllDids(tx, id, now);
  const callerIds = await clearCallerIds(
    tx,
    numbers.map(({ didId }) => didId),
  );
  return numbers.map((number) => ({ ...number, callerIdOf: [...(callerIds.get(number.didId) ?? [])] }));
}

async function giveNumbersBack(tx: Tx, id: string): Promise<{ restoredDids: string[]; lostDids: string[] }> {
  const { restored, lost } = await restoreNumbers(tx, id, await deletedNumbers(tx, id));
  await restoreCallerIds(tx, new Map(restored.map(({ didId, callerIdOf }) => [didId, callerIdOf])));
  return { restoredDids: restored.map(({ number }) => number), lostDids: lost.map(({ number }) => number) };
}

/** The reasons that are caps still reached, because the tenant's next call would suspend it again. */
async function reachedCapsAmong(tx: Tx, row: sql.TenantRow, now: Date): Promise<SuspensionReason[]> {
  if (!row.suspension_reasons.some(isCallCap)) return [];
  const caps = (await reachedCapsOf(tx, row.id, now)).map(({ cap }) => cap);
  return row.suspension_reasons.filter((reason) => caps.some((cap) => cap === reason));
}

async function lock(tx: Tx, id: string): Promise<sql.TenantRow> {
  const row = await sql.lockTenant(tx, id);
  if (!row) throw notFound();
  return row;
}

function wrongStatus(row: sql.TenantRow, to: TenantStatus) {
  const allowed = allowedMoves({ status: row.status, wasActive: row.was_active });
  return fail('wrong_status', `A tenant can’t change from ${row.status} to ${to}.`, { extra: { allowed } });
}

/** Notifies call control and records the audit event, in the transaction of the change. */
async function recordTransition(
  tx: Tx,
  by: Actor,
  action: string,
  { before, after, more }: { before: sql.TenantRow; after: sql.TenantRow; more: Record<string, unknown> },
): Promise<sql.TenantRow> {
  if (before.status !== after.status) await sql.notifyStatus(tx, after.id, after.status);
  const shown = (row: sql.TenantRow) => ({
    status: row.status,
    suspensionReasons: [...row.suspension_reasons, ...row.operator_reasons],
  });
  await recordEvent(tx, by, {
    action,
    target: { kind: 'tenant', id: after.id },
    partnerId: after.partner_id,
    tenantId: after.id,
    before: shown(before),
    after: { ...shown(after), ...more },
  });
  return after;
}
