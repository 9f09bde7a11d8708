import type { z } from 'zod';
import { recentTrips } from '../../fraud/trips.ts';
import { nearCaps } from '../../limits/caps.ts';
import { tenantsOverLimit } from '../../limits/limits.ts';
import { splitByAvailability, numbersOf } from '../../numbers/numbers.ts';
import { recentAlerts } from '../../outbound/alerts.ts';
import type { Tx } from '../../platform/db/db.ts';
import { notFound } from '../../platform/http/errors.ts';
import { deletedNumbers } from '../../retention/manifests.ts';
import { tenantMay } from '../../status/rules.ts';
import * as listSql from '../list-sql.ts';
import { lacks911Address } from '../rules.ts';
import * as sql from '../sql.ts';
import type { PartnerSummary, TenantSummary } from '../summary-contract.ts';
import type { Preview } from './contract.ts';
import * as previewSql from './preview-sql.ts';

/** What the action would do: phones unregistered, calls ended, numbers released, lost and restored. Changes nothing. */
export async function previewTenant(
  tx: Tx,
  id: string,
  action: 'suspend' | 'cancel' | 'reactivate',
): Promise<z.infer<typeof Preview>> {
  const row = await sql.findTenant(tx, id);
  if (!row) throw notFound();
  const { registeredPhones, callsToEnd } = await previewSql.countImpact(tx, id);
  const cancelled = row.status === 'CANCELLED';
  const deleted = cancelled ? await deletedNumbers(tx, id) : [];
  const returning = await splitByAvailability(tx, id, deleted);
  const dids = cancelled ? deleted.map(({ number }) => number) : await numbersOf(tx, id);
  return {
    extensions: row.extensions_count,
    registeredPhones,
    liveCalls: callsToEnd,
    dids,
    openPortOrders: 0,
    users: row.users_count,
    lost: action === 'reactivate' ? returning.lost.map(({ number }) => number) : action === 'cancel' ? dids : [],
    restored: action === 'reactivate' ? returning.restored.map(({ number }) => number) : [],
    without911: action === 'cancel' && tenantMay(row.status, 'emergency') && !row.sandbox ? registeredPhones : 0,
  };
}

export async function summarizeTenant(
  tx: Tx,
  id: string,
  sip: z.infer<typeof TenantSummary>['sip'],
): Promise<z.infer<typeof TenantSummary>> {
  const row = await sql.findTenant(tx, id);
  if (!row) throw notFound();
  const { registeredPhones, liveCalls } = await previewSql.countImpact(tx, id);
  return {
    status: row.status,
    registeredPhones,
    liveCalls,
    extensions: row.extensions_count,
    dids: row.dids_count,
    users: row.users_count,
    without911: lacks911Address({
      status: row.status,
      e911Address: row.e911_address,
      extensionsCount: row.extensions_count,
      sandbox: row.sandbox,
    }),
    sip,
  };
}

export async function summarizePartner(tx: Tx, partnerId: string, now: Date): Promise<z.infer<typeof PartnerSummary>> {
  const attention = await previewSql.needingAttention(tx, partnerId);
  return {
    tenants: await listSql.tenantCounts(tx, partnerId),
    ...(await previewSql.partnerCounts(tx, partnerId)),
    overLimit: await tenantsOverLimit(tx, partnerId),
    nearCaps: await nearCaps(tx, partnerId, now),
    outboundAlerts: (await recentAlerts(tx, partnerId)).map((row) => ({ ...row, at: row.at.toISOString() })),
    fraudTrips: (await recentTrips(tx, partnerId)).map((row) => ({ ...row, at: row.at.toISOString() })),
    soonPurged: attention.soonPurged.map(({ id, name, purgeAt }) => ({ id, name, purgeAt: purgeAt.toISOString() })),
    without911: attention.without911.map(({ id, name }) => ({ id, name })),
    without911Count: attention.without911Count,
  };
}
