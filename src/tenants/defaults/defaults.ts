import type { z } from 'zod';
import { checkRuleCurrency } from '../../fraud/fraud.ts';
import { INITIAL_RULES } from '../../fraud/rules.ts';
import { checkSpendCurrency } from '../../limits/limits.ts';
import { SAFE_RULES } from '../../outbound/rules.ts';
import type { Tx } from '../../platform/db/db.ts';
import { changes, recordEvent } from '../../platform/db/events.ts';
import { lockPartner } from '../../platform/db/partner-lock.ts';
import type { Actor } from '../../platform/http/caller.ts';
import { checkVersion } from '../../platform/http/if-match.ts';
import { profileCurrency } from '../billing-profile.ts';
import type { TenantDefaults, TenantDefaultsPut } from './contract.ts';
import * as defaultsSql from './sql.ts';

/** The defaults until a partner saves its own. */
const INITIAL: TenantDefaults = {
  timezone: 'America/New_York',
  defaultCnam: '',
  suspensionBehavior: 'alert',
  defaultBillingProfileId: null,
  defaultLimits: {
    monthlySpend: null,
    maxExtensions: null,
    maxDids: null,
    maxMonthlyMinutes: null,
    alertThresholdPercent: 80,
  },
  outboundPermissions: SAFE_RULES,
  fraudRules: INITIAL_RULES,
  version: 0,
};

export async function readDefaults(tx: Tx, partnerId: string): Promise<TenantDefaults> {
  const row = await defaultsSql.findDefaults(tx, partnerId);
  if (!row) return INITIAL;
  return {
    timezone: row.timezone,
    defaultCnam: row.default_cnam,
    suspensionBehavior: row.suspension_behavior,
    defaultBillingProfileId: row.default_billing_profile_id,
    defaultLimits: { ...INITIAL.defaultLimits, ...row.default_limits },
    outboundPermissions: { ...SAFE_RULES, ...row.outbound_permissions },
    fraudRules: { ...INITIAL_RULES, ...row.fraud_rules },
    version: row.version,
  };
}

/** Saves the defaults for tenants created from now on. Existing tenants do not change. */
export async function saveDefaults(
  tx: Tx,
  by: Actor,
  {
    partnerId,
    input,
    ifMatch,
  }: { partnerId: string; input: z.output<typeof TenantDefaultsPut>; ifMatch: number | null },
): Promise<TenantDefaults> {
  await lockPartner(tx, partnerId);
  const before = await readDefaults(tx, partnerId);
  checkVersion(ifMatch, before.version);
  const {
    version: _ignored,
    outboundPermissions = before.outboundPermissions,
    fraudRules = before.fraudRules,
    ...others
  } = input;
  const fields = { ...others, outboundPermissions, fraudRules };
  const currency = await profileCurrency(tx, fields.defaultBillingProfileId, 'defaultBillingProfileId');
  checkSpendCurrency(fields.defaultLimits.monthlySpend, currency, 'defaultLimits.monthlySpend');
  checkRuleCurrency(fields.fraudRules, { present: currency, next: currency }, 'fraudRules.');
  const edit = changes(before, fields);
  if (!edit) return before;
  await defaultsSql.upsertDefaults(tx, partnerId, fields);
  await recordEvent(tx, by, {
    action: 'tenant_defaults.saved',
    target: { kind: 'tenant_defaults', id: partnerId },
    partnerId,
    ...edit,
  });
  return readDefaults(tx, partnerId);
}
