import { type Selectable, sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import type { Database } from '../../platform/db/schema.ts';
import type { SuspensionBehavior } from './contract.ts';

export function findDefaults(tx: Tx, partnerId: string): Promise<Selectable<Database['tenant_defaults']> | undefined> {
  return tx.selectFrom('tenant_defaults').selectAll().where('partner_id', '=', partnerId).executeTakeFirst();
}

type DefaultsFields = {
  timezone: string;
  defaultCnam: string;
  suspensionBehavior: SuspensionBehavior;
  defaultBillingProfileId: string | null;
  defaultLimits: unknown;
  outboundPermissions: unknown;
  fraudRules: unknown;
};

export async function upsertDefaults(tx: Tx, partnerId: string, fields: DefaultsFields): Promise<void> {
  const row = {
    timezone: fields.timezone,
    default_cnam: fields.defaultCnam,
    suspension_behavior: fields.suspensionBehavior,
    default_billing_profile_id: fields.defaultBillingProfileId,
    default_limits: JSON.stringify(fields.defaultLimits),
    outbound_permissions: JSON.stringify(fields.outboundPermissions),
    fraud_rules: JSON.stringify(fields.fraudRules),
  };
  await tx
    .insertInto('tenant_defaults')
    .values({ partner_id: partnerId, ...row })
    .onConflict((conflict) =>
      conflict.column('partner_id').doUpdateSet({ ...row, version: sql`tenant_defaults.version + 1` }),
    )
    .execute();
}
