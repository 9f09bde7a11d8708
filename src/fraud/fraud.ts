import type { z } from 'zod';
import type { Actor } from '../platform/http/caller.ts';
import type { Tx } from '../platform/db/db.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import { changes, eventsOf, type Owner, recordEvent } from '../platform/db/events.ts';
import { lockTenants } from '../platform/db/tenant-lock.ts';
import { FraudRules, type TenantFraudRules, type TenantFraudRulesPut } from './contract.ts';
import { NO_RULES } from './rules.ts';
import * as sql from './sql.ts';

const eventOf = eventsOf('fraud_rule');

/** Stores the rules that a new tenant starts with. */
export async function insertInitialRules(tx: Tx, tenant: Owner, rules: FraudRules): Promise<void> {
  await sql.upsertRules(tx, tenant, rules);
}

const toRules = (row: sql.RulesRow): TenantFraudRules => ({ ...FraudRules.parse(row.rules), version: row.version });

export async function readRules(tx: Tx, tenantId: string): Promise<TenantFraudRules> {
  const row = await sql.findRules(tx, tenantId);
  return row ? toRules(row) : { ...NO_RULES, version: 0 };
}

/** Saves the rules. They hold from the next call on; a block stays until it is lifted. */
export async function saveRules(
  tx: Tx,
  by: Actor,
  tenant: Owner,
  input: z.output<typeof TenantFraudRulesPut>,
  ifMatch: number | null,
): Promise<TenantFraudRules> {
  await lockTenants(tx, [tenant.id]);
  const before = await readRules(tx, tenant.id);
  checkVersion(ifMatch, before.version);
  const { version: _ignored, ...rules } = input;
  const { version: _version, ...old } = before;
  const edit = changes<Record<string, unknown>>(old, rules);
  if (!edit) return before;
  const row = await sql.upsertRules(tx, tenant, rules);
  await recordEvent(tx, by, { ...eventOf('fraud_rule.saved', tenant, tenant.id), ...edit });
  return toRules(row);
}
