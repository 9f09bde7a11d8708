import type { z } from 'zod';
import { beginCycles, cycleOf } from '../billing/cycles/cycle-rows.ts';
import { insertInitialRules } from '../fraud/fraud.ts';
import { checkSpendCurrency, insertInitialLimits, readLimitsToEdit, saveLimits } from '../limits/limits.ts';
import { insertInitialPermissions } from '../outbound/outbound.ts';
import type { Tx } from '../platform/db/db.ts';
import { changes, eventsOf, recordEvent } from '../platform/db/events.ts';
import { type IntegrationObject, saveIntegrationData } from '../platform/db/integration-data.ts';
import { type Actor, type Caller, isTenantRole } from '../platform/http/caller.ts';
import { errorFactory, invalidField, notFound, platformErrors } from '../platform/http/errors.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import { readPage, toPage } from '../platform/http/paging.ts';
import { newId } from '../platform/values/ids.ts';
import { mergeIntegrationData, NO_INTEGRATION_DATA } from '../platform/values/integration-data.ts';
import { decideSandbox } from '../sandbox/sandboxes.ts';
import { allowedMoves } from '../status/rules.ts';
import { profileCurrency } from './billing-profile.ts';
import {
  type Tenant,
  type TenantCreate,
  tenantErrors,
  type TenantPatch,
  type TenantQuery,
  type TenantSort,
} from './contract.ts';
import { readDefaults } from './defaults/defaults.ts';
import { refuseByStatus } from './guards.ts';
import { changeStatus, type StatusInput } from './lifecycle/lifecycle.ts';
import { addSuspension } from './lifecycle/suspensions.ts';
import * as listSql from './list-sql.ts';
import { takePrefix } from './prefixes.ts';
import * as sql from './sql.ts';

const fail = errorFactory({ ...platformErrors, ...tenantErrors });

/** The record as the API shows it. */
export function toTenant(row: sql.ShownTenant): Tenant {
  return {
    id: row.id,
    name: row.name,
    sipPrefix: row.sip_prefix,
    sandbox: row.sandbox,
    status: row.status,
    suspensionReasons: [...new Set([...row.suspension_reasons, ...row.operator_reasons])],
    billingEmail: row.billing_email,
    defaultCnam: row.default_cnam,
    timezone: row.timezone,
    billingProfileId: row.billing_profile_id,
    e911Address: row.e911_address,
    ...(row.integration ?? NO_INTEGRATION_DATA),
    // no carrier verifies addresses yet
    e911Verified: false,
    usersCount: row.users_count,
    didsCount: row.dids_count,
    extensionsCount: row.extensions_count,
    createdAt: row.created_at.toISOString(),
    cancelledAt: row.cancelled_at?.toISOString() ?? null,
    purgeAt: row.purge_at?.toISOString() ?? null,
    allowed: allowedMoves({ status: row.status, wasActive: row.was_active }),
    defaultsVersion: row.defaults_version,
    version: row.version,
  };
}

/** The record as the tenant's users see it, without the suspension reasons, which are between partner and operator. */
export const asTenantSees = (tenant: Tenant): Tenant => ({ ...tenant, suspensionReasons: [] });

export async function readTenant(tx: Tx, id: string): Promise<Tenant> {
  const row = await sql.findTenant(tx, id);
  if (!row) throw notFound();
  return toTenant(row);
}

export async function listTenants(tx: Tx, partnerId: string, query: z.output<typeof TenantQuery>) {
  const { search, status: statuses, externalId, metadata } = query;
  const list = { partnerId, search, statuses, externalId, metadata, ...readPage<TenantSort>(query) };
  const total = await listSql.countTenants(tx, list);
  const rows = await listSql.listTenants(tx, list, total);
  return toPage({ rows, limit: list.limit, total }, listSql.cursorOf(list.sort), toTenant);
}

/** Every field that later events can change, so that the trail alone yields the record at any time. */
const AUDITED_ON_CREATE = [
  'name',
  'sipPrefix',
  'sandbox',
  'status',
  'suspensionReasons',
  'billingEmail',
  'defaultCnam',
  'timezone',
  'billingProfileId',
  'e911Address',
  'defaultsVersion',
  'externalId',
  'metadata',
] as const satisfies (keyof Tenant)[];

/**
 * Creates a tenant. Omitted fields come from the partner's tenant defaults. `since`: the start of its service and billing, if that was in the past.
 * Codes: `prefix_taken`, `external_id_taken`, `too_many_sandboxes`, `invalid` (unknown profile, a key of the other mode).
 */
export async function createTenant(
  tx: Tx,
  by: Actor,
  { partnerId, input, since }: { partnerId: string; input: z.output<typeof TenantCreate>; since?: Date },
): Promise<Tenant> {
  const defaults = await readDefaults(tx, partnerId);
  const sandbox = await decideSandbox(tx, by, partnerId, input.sandbox);
  const { billingProfileId = sandbox ? null : defaults.defaultBillingProfileId } = input;
  const currency = await checkProfile(tx, { sandbox }, billingProfileId);
  const id = newId();
  if (!(await takePrefix(tx, input.sipPrefix, id))) {
    throw fail('prefix_taken', 'This SIP prefix has been used before. Prefixes are never reused, so choose another.', {
      errors: [{ path: 'sipPrefix', message: 'Taken. Choose another.' }],
    });
  }
  const why = input.status === 'SUSPENDED' ? (input.suspension ?? { reason: 'manual' as const }) : null;
  const row = await sql.insertTenant(tx, {
    id,
    partner_id: partnerId,
    name: input.name,
    sip_prefix: input.sipPrefix,
    sandbox,
    status: input.status,
    was_active: input.status === 'ACTIVE',
    suspension_reasons: why ? [why.reason] : [],
    billing_email: input.billingEmail,
    default_cnam: input.defaultCnam ?? defaults.defaultCnam,
    timezone: input.timezone ?? defaults.timezone,
    billing_profile_id: billingProfileId,
    e911_address: input.e911Address && JSON.stringify(input.e911Address),
    defaults_version: defaults.version,
    ...(since && { created_at: since }),
  });
  if (why) await addSuspension(tx, by, id, why);
  if (billingProfileId !== null) await beginCycles(tx, id, row.created_at);
  const autoSuspend = defaults.suspensionBehavior === 'suspend';
  const initialLimits = { ...defaults.defaultLimits, ...input.limits, autoSuspend };
  checkSpendCurrency(initialLimits.monthlySpend, currency, 'limits.monthlySpend');
  const limits = await insertInitialLimits(tx, { id, partnerId }, initialLimits);
  await insertInitialPermissions(tx, { id, partnerId }, defaults.outboundPermissions);
  await insertInitialRules(tx, { id, partnerId }, defaults.fraudRules);
  const { externalId, metadata } = input;
  await saveIntegrationData(tx, by, integrationOf(partnerId, id), {
    before: NO_INTEGRATION_DATA,
    after: { externalId, metadata },
  });
  const tenant = toTenant({ ...row, integration: { externalId, metadata } });
  const initial = Object.fromEntries(AUDITED_ON_CREATE.map((field) => [field, tenant[field]]));
  const after = {
    ...initial,
    limits,
    outboundPermissions: defaults.outboundPermissions,
    fraudRules: defaults.fraudRules,
    ...(why?.note && { note: why.note }),
  };
  await recordEvent(tx, by, { ...eventOf('tenant.created', { id, partnerId }, id), after });
  return tenant;
}

/** Saves the fields of the form. A change of status runs the same operation as everywhere; the other fields do not affect calls in progress. */
export async function editTenant(
  tx: Tx,
  by: Caller,
  { id, patch, ifMatch, now }: { id: string; patch: z.output<typeof TenantPatch>; ifMatch: number | null; now: Date },
): Promise<Tenant> {
  const row = await sql.lockTenant(tx, id);
  if (!row) throw notFound();
  // checks the current status: the tenant may have been suspended after the request was authorized
  const refusal = isTenantRole(by.role) ? refuseByStatus(row.status, by, true) : null;
  if (refusal) throw refusal;
  checkVersion(ifMatch, row.version);
  await checkProfile(tx, row, patch.billingProfileId ?? null);
  let current = await editFields(tx, by, { row, patch, now });
  const { status, suspension, limits, confirmName, overrideReason } = patch;
  if (limits !== undefined || current.billing_profile_id !== row.billing_profile_id)
    await editLimits(tx, by, { row, input: limits ?? {}, now });
  if (status !== undefined && status !== current.status) {
    const move: StatusInput = { status, suspension, confirmName, overrideReason };
    current = await changeStatus(tx, by, { id, input: move, now });
  }
  return toTenant(current);
}

/** Saves the fields other than status and limits, and returns the current row. */
async function editFields(
  tx: Tx,
  by: Actor,
  { row, patch, now }: { row: sql.TenantRow; patch: z.output<typeof TenantPatch>; now: Date },
): Promise<sql.TenantRow> {
  const { id, partner_id: partnerId } = row;
  const before = toTenant(row);
  const integration = mergeIntegrationData(before, patch);
  const {
    name = before.name,
    billingEmail = before.billingEmail,
    defaultCnam = before.defaultCnam,
    timezone = before.timezone,
    billingProfileId = before.billingProfileId,
    e911Address = before.e911Address,
  } = patch;
  const fields = { name, billingEmail, defaultCnam, timezone, billingProfileId, e911Address, ...integration };
  const edit = changes(before, fields);
  if (!edit) return row;
  requireNotCancelled(row);
  // first create due cycles by the old profile and time zone
  await cycleOf(tx, id, now);
  await saveIntegrationData(tx, by, integrationOf(partnerId, id), { before, after: integration });
  const current = await sql.updateTenant(tx, id, {
    name: patch.name,
    billing_email: patch.billingEmail,
    default_cnam: patch.defaultCnam,
    timezone: patch.timezone,
    billing_profile_id: patch.billingProfileId,
    e911_address: patch.e911Address && JSON.stringify(patch.e911Address),
  });
  if (current.billing_profile_id !== null) await beginCycles(tx, id, now);
  await recordEvent(tx, by, { ...eventOf('tenant.edited', { id, partnerId }, id), ...edit });
  return current;
}

function requireNotCancelled({ status }: sql.TenantRow): void {
  if (status === 'CANCELLED')
    throw fail('tenant_cancelled', 'This tenant is cancelled and can’t be changed. Reactivate it first.');
}

const integrationOf = (partnerId: string, id: string): IntegrationObject => ({
  noun: 'tenant',
  id,
  partnerId,
  tenantId: id,
});

/** Omitted limits keep their values. */
async function editLimits(
  tx: Tx,
  by: Actor,
  { row, input, now }: { row: sql.TenantRow; input: NonNullable<z.output<typeof TenantPatch>['limits']>; now: Date },
): Promise<void> {
  const { version, ...named } = input;
  requireNotCancelled(row);
  const { limits, hasSpendToRestate } = await readLimitsToEdit(tx, row.id, now);
  const { cycleInOtherCurrency: _kept, ...present } = limits;
  if (named.monthlySpend === undefined && hasSpendToRestate)
    throw invalidField(
      'limits.monthlySpend.amount',
      `Enter the spend limit in ${present.spendCurrency ?? 'the new currency'}, or leave it blank.`,
      'The billing profile’s currency isn’t that of the spend limit.',
    );
  const tenant = { id: row.id, partnerId: row.partner_id };
  await saveLimits(tx, by, { tenant, input: { ...present, ...named }, ifMatch: version ?? null, now, at: 'limits.' });
}

/** Returns the profile's currency; null without a profile. */
async function checkProfile(tx: Tx, { sandbox }: { sandbox: boolean }, id: string | null): Promise<string | null> {
  if (id !== null && sandbox)
    throw invalidField(
      'billingProfileId',
      'A sandbox has no billing profile. Leave it out.',
      'A sandbox is never billed.',
    );
  return profileCurrency(tx, id, 'billingProfileId');
}

const eventOf = eventsOf('tenant');
