import type { z } from 'zod';
import { type Cycle, cycleAfter } from '../billing/cycles/cycles.ts';
import { readFee } from '../billing/profiles/fee-amounts.ts';
import { shownTaxes, storedTaxes } from '../billing/profiles/tax-amounts.ts';
import { amountText } from '../invoices/invoices.ts';
import type { Tx } from '../platform/db/db.ts';
import { changes, recordEvent } from '../platform/db/events.ts';
import { lockPartner } from '../platform/db/partner-lock.ts';
import type { Actor } from '../platform/http/caller.ts';
import { invalidField } from '../platform/http/errors.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import { dayAt, startOfDay } from '../platform/time/zoned-days.ts';
import { newId } from '../platform/values/ids.ts';
import type { WholesaleTerms, WholesaleTermsPut } from './contract.ts';
import * as cycles from './invoicing/cycles-sql.ts';
import { WholesaleTaxes } from './invoicing/lines-contract.ts';
import * as sql from './sql.ts';

/** The operator's calendar. */
export const ZONE = 'UTC';

const NOTHING_AGREED = {
  currency: 'USD',
  tenantFee: '0.00',
  extensionFee: '0.00',
  numberFee: '0.00',
  billingDay: 1,
  paymentTermsDays: 14,
  billingEmail: '',
  reminderDays: [1, 7, 14],
  taxes: [],
  taxExemption: { certificate: '', validFrom: null, validUntil: null },
} as const satisfies Omit<WholesaleTerms, 'heldFrom' | 'version'>;

type Terms = Omit<WholesaleTerms, 'heldFrom' | 'version'>;

const toTerms = (row: sql.TermsRow): Terms => ({
  currency: row.currency,
  tenantFee: amountText(row.tenant_fee, row.currency),
  extensionFee: amountText(row.extension_fee, row.currency),
  numberFee: amountText(row.number_fee, row.currency),
  billingDay: row.billing_day,
  paymentTermsDays: row.payment_terms_days,
  billingEmail: row.billing_email,
  reminderDays: row.reminder_days,
  taxes: shownTaxes(WholesaleTaxes.parse(row.taxes), row.currency),
  taxExemption: {
    certificate: row.tax_certificate,
    validFrom: row.tax_exempt_from,
    validUntil: row.tax_exempt_until,
  },
});

/** What a partner is charged besides its calls; without terms, version 0. */
export async function readTerms(tx: Tx, partnerId: string): Promise<WholesaleTerms> {
  const row = await sql.findTerms(tx, partnerId);
  if (!row) return { ...NOTHING_AGREED, heldFrom: null, version: 0 };
  const last = await cycles.lastCycle(tx, partnerId);
  return { ...toTerms(row), heldFrom: last?.next_first_day ?? null, version: row.version };
}

/** In the minor unit: what their columns hold. */
const MAX_STORED = 2 ** 31 - 1;

/** By the operator. The first terms begin a cycle today; later ones hold from the next cycle on. Codes: `invalid`, `stale_version`. */
export async function saveTerms(
  tx: Tx,
  by: Actor,
  {
    partnerId,
    input,
    ifMatch,
    now,
  }: { partnerId: string; input: z.output<typeof WholesaleTermsPut>; ifMatch: number | null; now: Date },
): Promise<WholesaleTerms> {
  await lockPartner(tx, partnerId);
  const present = await sql.lockTerms(tx, partnerId);
  checkVersion(ifMatch, present?.version ?? 0);
  // a cycle that has begun keeps the terms that it began with
  if (present) await createCycles(tx, present, now);
  const before = present ? toTerms(present) : null;
  const toMinor = (typed: string, path: string): number => {
    const fee = readFee(typed, input.currency, MAX_STORED);
    if ('minor' in fee) return fee.minor;
    throw invalidField(path, fee.message);
  };
  const fee = (path: 'tenantFee' | 'extensionFee' | 'numberFee'): number => toMinor(input[path], path);
  const { taxes, taxExemption, reminderDays } = { ...(before ?? NOTHING_AGREED), ...input };
  await sql.putTerms(tx, partnerId, {
    currency: input.currency,
    tenant_fee: fee('tenantFee'),
    extension_fee: fee('extensionFee'),
    number_fee: fee('numberFee'),
    billing_day: input.billingDay,
    payment_terms_days: input.paymentTermsDays,
    billing_email: input.billingEmail,
    reminder_days: [...reminderDays],
    taxes: JSON.stringify(storedTaxes(taxes, toMinor)),
    tax_certificate: taxExemption.certificate,
    tax_exempt_from: taxExemption.validFrom,
    tax_exempt_until: taxExemption.validUntil,
  });
  const saved = await sql.lockTerms(tx, partnerId);
  if (saved && !present) await createCycles(tx, saved, now);
  const terms = await readTerms(tx, partnerId);
  const { heldFrom: _from, version: _saved, ...after } = terms;
  const changed = before ? changes(before, after) : { before: null, after };
  if (changed)
    await recordEvent(tx, by, {
      action: 'wholesale_terms.edited',
      target: { kind: 'wholesale_terms', id: partnerId },
      partnerId,
      ...changed,
    });
  return terms;
}

/** Makes the cycles of a partner up to the one that runs. Its terms are locked. */
export async function createCycles(tx: Tx, terms: sql.TermsRow, now: Date): Promise<void> {
  const today = dayAt(now.getTime(), ZONE);
  const last = await cycles.lastCycle(tx, terms.partner_id);
  let before: Pick<Cycle, 'nextFirstDay' | 'endsAt'> = last
    ? { nextFirstDay: last.next_first_day, endsAt: last.ends_at.toISOString() }
    : { nextFirstDay: today, endsAt: startOfDay(today, ZONE) };
  while (Date.parse(before.endsAt) <= now.getTime()) {
    const cycle = cycleAfter(before, { billingDay: terms.billing_day, zone: ZONE });
    await cycles.insertCycle(tx, {
      id: newId(),
      partner_id: terms.partner_id,
      first_day: cycle.firstDay,
      next_first_day: cycle.nextFirstDay,
      starts_at: new Date(cycle.startsAt),
      ends_at: new Date(cycle.endsAt),
      nominal_days: cycle.nominalDays,
      currency: terms.currency,
      tenant_fee: terms.tenant_fee,
      extension_fee: terms.extension_fee,
      number_fee: terms.number_fee,
      payment_terms_days: terms.payment_terms_days,
      taxes: JSON.stringify(terms.taxes),
    });
    before = cycle;
  }
}
