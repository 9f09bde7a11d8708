import { COSTLY_CLASSES } from '../outbound/rules.ts';
import { asNobody, type Db, inContext, type Tx } from '../platform/db/db.ts';
import { eventsOf, type Owner, recordEvent } from '../platform/db/events.ts';
import { lockTenantForStatus } from '../platform/db/tenant-lock.ts';
import { withOwner } from '../platform/db/tenant-owner.ts';
import type { Actor } from '../platform/http/caller.ts';
import { SYSTEM } from '../platform/http/caller.ts';
import { errorFactory } from '../platform/http/errors.ts';
import { suspendTenant } from '../tenants/lifecycle/lifecycle.ts';
import { fraudErrors, type FraudTrip } from './contract.ts';
import { amountText } from './rules.ts';
import * as sql from './sql.ts';
import { countedText, mailTrip } from './trip-mail.ts';
import * as useSql from './use-sql.ts';
import { tripReached, watchOf } from './watch.ts';

const fail = errorFactory(fraudErrors);
const eventOf = eventsOf('fraud_rule');

const SHOWN = 20;

const toTrip = ({ id, rule, action, currency, ...row }: sql.TripRow): FraudTrip => ({
  id,
  rule,
  action,
  used: amountText(rule, BigInt(row.used), currency),
  limit: amountText(rule, BigInt(row.limit_value), currency),
  currency,
  trippedAt: row.tripped_at.toISOString(),
  liftedAt: row.lifted_at?.toISOString() ?? null,
});

/** The latest trips, newest first. */
export const listTrips = async (tx: Tx, tenantId: string): Promise<FraudTrip[]> =>
  (await sql.listTrips(tx, tenantId, SHOWN)).map(toTrip);

/** Lifts the block of a trip. Its rule counts from zero again. Codes: `not_blocking`. */
export async function liftBlock(
  tx: Tx,
  by: Actor,
  { tenant, trip, now }: { tenant: Owner; trip: sql.TripRow; now: Date },
): Promise<FraudTrip> {
  const row = await sql.liftTrip(tx, trip.id, now);
  if (!row) throw fail('not_blocking', 'This rule blocks no calls now.');
  const event = eventOf('fraud_rule.lifted', tenant, trip.id);
  await recordEvent(tx, by, {
    ...event,
    before: { rule: trip.rule, trippedAt: trip.tripped_at.toISOString() },
    after: { rule: trip.rule, liftedAt: now.toISOString() },
  });
  return toTrip(row);
}

/** A partner's tenants with a rule that tripped within the last day or still blocks. */
export const recentTrips = sql.recentTrips;

/** Mails the partner, and suspends the tenant if the rule says so. May be repeated. */
export async function actOnTrip(db: Db, tenantId: string, tripId: string): Promise<void> {
  await withOwner(db, tenantId, async (tx, owner) => {
    const trip = await sql.findTrip(tx, tenantId, tripId);
    if (!trip) return;
    if (trip.action === 'suspend' && (await isInService(tx, tenantId)))
      await suspendTenant(tx, SYSTEM, tenantId, { reason: 'fraud', note: String(countedText(trip)) });
    await mailTrip(tx, trip, owner);
  });
}

async function isInService(tx: Tx, tenantId: string): Promise<boolean> {
  const tenant = await lockTenantForStatus(tx, tenantId);
  return tenant !== undefined && tenant.status !== 'CANCELLED';
}

/** Checks the tenants that have outbound calls. Otherwise a long call would only be checked when the next one starts. */
export async function watchCalls(db: Db, at: Date): Promise<void> {
  const watched = await asNobody(db, (tx) => useSql.tenantsOnCalls(tx));
  for (const { tenantId, partnerId } of watched)
    await inContext(db, { tenantId, partnerId }, async (tx) => {
      const watch = await watchOf(tx, tenantId, { at, classes: COSTLY_CLASSES });
      await tripReached(tx, tenantId, watch, { at, callsAtOnce: null });
    });
}
