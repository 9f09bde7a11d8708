import type { OutboundClass } from '../outbound/contract.ts';
import { isCostly } from '../outbound/rules.ts';
import { addJob, type Tx } from '../platform/db/db.ts';
import { eventsOf, type Owner, recordEvent } from '../platform/db/events.ts';
import { SYSTEM } from '../platform/http/caller.ts';
import { newId } from '../platform/values/ids.ts';
import { type FraudRule, FraudRules } from './contract.ts';
import { amountText, type Limit, limitsOf, NO_RULES, reachedLimits, type Used } from './rules.ts';
import * as sql from './use-sql.ts';

/** The rules that watch a tenant's outbound calls, and the use so far. */
export type Watch = { limits: Limit[]; blocking: FraudRule[]; used: Omit<Used, 'callsAtOnce'> };

/** `classes`: those of the numbers to be dialled. Cheap classes don't need expensive minutes to be counted. */
export async function watchOf(
  tx: Tx,
  tenantId: string,
  { at, classes }: { at: Date; classes: readonly OutboundClass[] },
): Promise<Watch> {
  const { rules, blocking, micros, seconds } = await sql.useOf(tx, tenantId, at, classes.some(isCostly));
  return {
    // rules that another release wrote and this one can't read refuse no calls
    limits: limitsOf(FraudRules.safeParse(rules).data ?? NO_RULES),
    blocking,
    used: {
      spendPerHour: micros === null ? null : BigInt(micros),
      internationalMinutesPerDay: seconds === null ? null : BigInt(seconds),
    },
  };
}

/**
 * Trips the rules whose limit is reached, each once per window, and returns those that refuse calls now. `callsAtOnce`:
 * including the new call; null if there is none.
 */
export async function tripReached(
  tx: Tx,
  tenantId: string,
  { limits, blocking, used }: Watch,
  { at, callsAtOnce }: { at: Date; callsAtOnce: number | null },
): Promise<FraudRule[]> {
  const calls = callsAtOnce === null ? null : BigInt(callsAtOnce);
  const reached = reachedLimits(limits, { ...used, callsAtOnce: calls }).filter(({ rule }) => !blocking.includes(rule));
  if (reached.length === 0) return blocking;
  const locked = await sql.lockRules(tx, tenantId);
  if (!locked) return blocking;
  for (const limit of reached) await trip(tx, { id: tenantId, partnerId: locked.partnerId }, limit, at);
  return [...blocking, ...reached.filter(({ action }) => action !== 'alert').map(({ rule }) => rule)];
}

async function trip(
  tx: Tx,
  tenant: Owner,
  { rule, action, limit, used, currency }: Limit & { used: bigint },
  at: Date,
): Promise<void> {
  const id = newId();
  if (!(await sql.insertTrip(tx, tenant, { id, rule, action, limit, used, currency, at }))) return;
  await recordEvent(tx, SYSTEM, {
    ...eventOf('fraud_rule.tripped', tenant, id),
    after: {
      rule,
      action,
      used: amountText(rule, used, currency),
      limit: amountText(rule, limit, currency),
      ...(currency && { currency }),
    },
  });
  await addJob(tx, 'act_on_fraud_trip', { tenantId: tenant.id, tripId: id });
}

const eventOf = eventsOf('fraud_rule');
