import type { Tx } from '../../platform/db/db.ts';
import { invalidField, notFound } from '../../platform/http/errors.ts';
import { ratesFor } from '../../rates/rate-tables.ts';
import { findTenant, latestVersion } from '../cycles/cycles-sql.ts';
import { toPeriod } from '../fees/recurring-rows.ts';
import { servicePeriods } from '../fees/recurring-sql.ts';
import { findProfile } from '../sql.ts';
import type { BillingPreview } from './preview-contract.ts';
import * as previewSql from './preview-sql.ts';
import { lastMonth, type PreviewCall, previewOf } from './preview.ts';
import { ChargeClass, ProfileTerms } from './terms-contract.ts';

/** What a tenant's last month would have cost on a profile. In the context of its partner. Codes: `invalid` (unknown profile). */
export async function previewBilling(tx: Tx, tenantId: string, profileId: string, now: Date): Promise<BillingPreview> {
  const profile = await findProfile(tx, profileId);
  if (!profile)
    throw invalidField('profileId', 'Choose another billing profile.', 'This billing profile doesn’t exist.');
  const tenant = await findTenant(tx, tenantId);
  if (!tenant) throw notFound();
  const terms = ProfileTerms.parse((await latestVersion(tx, profile.id)).terms);
  const zone = tenant.timezone;
  const month = lastMonth(now, { billingDay: terms.billingDay, zone });
  const calls = (await previewSql.pastCalls(tx, tenantId, new Date(month.startsAt), new Date(month.endsAt))).map(
    toPreviewCall,
  );
  const rates = async (tableId: string | null, isInbound: boolean) => {
    const numbers = calls
      .filter(({ chargeClass }) => (chargeClass === 'inbound') === isInbound)
      .map(({ number }) => number);
    return tableId === null ? new Map<string, never>() : ratesFor(tx, tableId, [...new Set(numbers)], now);
  };
  return previewOf({
    terms,
    currency: profile.currency,
    month,
    zone,
    tenantId,
    periods: (await servicePeriods(tx, [tenantId])).map(toPeriod),
    calls,
    rates: { outbound: await rates(terms.outboundRates, false), inbound: await rates(terms.inboundRates, true) },
  });
}

const toPreviewCall = (row: previewSql.PreviewCallRow): PreviewCall => ({
  number: row.number,
  chargeClass: ChargeClass.parse(row.charge_class),
  answeredMs: row.answered_ms,
});
