import type { z } from 'zod';
import { currenciesOf } from '../billing/cycles/cycle-cap.ts';
import type { Tx } from '../platform/db/db.ts';
import { changes, eventsOf, type Owner, recordEvent } from '../platform/db/events.ts';
import { lockTenants } from '../platform/db/tenant-lock.ts';
import type { Actor } from '../platform/http/caller.ts';
import { invalidField } from '../platform/http/errors.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import { FraudRules, type TenantFraudRules, type TenantFraudRulesPut } from './contract.ts';
import { type CallCurrencies, NO_RULES } from './rules.ts';
import * as sql from './sql.ts';

const eventOf = eventsOf('fraud_rule');

/** Stores the rules that a new tenant starts with. */
export async function insertInitialRules(tx: Tx, tenant: Owner, rules: FraudRules): Promise<void> {
  await sql.upsertRules(tx, tenant, rules);
}

/** Reads a tenant's rules, with the currencies of its calls. */
export async function readRules(tx: Tx, tenantId: string, now: Date): Promise<TenantFraudRules> {
  const row = await sql.findRules(tx, tenantId);
  const { profile, cycle } = await currenciesOf(tx, tenantId, now);
  const currencies = {
    present: cycle?.currency ?? profile,
    next: profile,
    nextFrom: cycle && new Date(cycle.ends_at).toISOString(),
  };
  return { ...(row ? FraudRules.parse(row.rules) : NO_RULES), currencies, version: row?.version ?? 0 };
}

/**
 * Codes: `invalid`. A rule about spend in a currency that no call is charged in would never count any. `at`: the path of the rules in the request.
 */
export function checkRuleCurrency({ spendPerHour }: FraudRules, { present, next }: CallCurrencies, at: string): void {
  const charging = [...new Set([next, present])].filter((one) => one !== null);
  if (!spendPerHour || charging.length === 0 || charging.includes(spendPerHour.currency)) return;
  throw invalidField(
    `${at}spendPerHour.currency`,
    `Calls are charged in ${charging.join(', and until the present cycle ends in ')}. Enter the rule in ${charging.join(' or ')}, or leave it blank.`,
    'The spend rule is in another currency.',
  );
}

/** Saves the rules. They apply from the next call on. A block stays until it is lifted. */
export async function saveRules(
  tx: Tx,
  by: Actor,
  {
    tenant,
    input,
    ifMatch,
    now,
  }: { tenant: Owner; input: z.output<typeof TenantFraudRulesPut>; ifMatch: number | null; now: Date },
): Promise<TenantFraudRules> {
  await lockTenants(tx, [tenant.id]);
  const before = await readRules(tx, tenant.id, now);
  checkVersion(ifMatch, before.version);
  const { version: _ignored, currencies: _said, ...rules } = input;
  const { version: _version, currencies, ...old } = before;
  checkRuleCurrency(rules, currencies, '');
  const edit = changes(old, rules);
  if (!edit) return before;
  const { version } = await sql.upsertRules(tx, tenant, rules);
  await recordEvent(tx, by, { ...eventOf('fraud_rule.saved', tenant, tenant.id), ...edit });
  return { ...rules, currencies, version };
}
