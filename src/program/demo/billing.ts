import type { Logger } from 'pino';
import { BillingProfileCreate } from '../../billing/contract.ts';
import { turnCycles } from '../../billing/cycles/cycle-rows.ts';
import { cycleAt } from '../../billing/cycles/cycles.ts';
import { refreshDueFees } from '../../billing/fees/fees.ts';
import { createProfile } from '../../billing/profiles/profiles.ts';
import { TenantInvoiceQuery } from '../../invoices/contract.ts';
import { findInvoice, listInvoices } from '../../invoices/invoices.ts';
import { issueInvoices } from '../../invoices/run/run.ts';
import { PaymentCreate } from '../../payments/contract.ts';
import { recordPayment } from '../../payments/payments.ts';
import { asPartner, type Db, type Tx } from '../../platform/db/db.ts';
import { SYSTEM } from '../../platform/http/caller.ts';
import { HOUR_MS } from '../../platform/time/durations.ts';
import { addDays, dayAt, startOfDay } from '../../platform/time/zoned-days.ts';
import type { DemoTenant } from './story.ts';

const AFTER_MS = HOUR_MS / 2;
const TRIAL_DAYS = 10;
/** The time zone of the demo's tenants and of the partner's invoices. */
export const DEMO_ZONE = 'America/New_York';

type Story = NonNullable<DemoTenant['billed']>;

/** How a demo tenant is billed: its profile, the start, and the times when its invoices are issued. */
type Billed = { profile: BillingProfileCreate; since: Date; issuedAt: Date[] };

const SHARED = {
  includedMinutes: 100,
  includedClasses: ['domestic' as const],
  taxes: [
    {
      kind: 'percent' as const,
      name: 'NY sales tax',
      validFrom: '2020-01-01',
      ratePpm: 88_750,
      sharePpm: 1_000_000,
      on: ['plan' as const, 'extensions' as const, 'numbers' as const, 'calls' as const],
      onTaxes: [],
    },
  ],
};

/**
 * `monthly`: for two whole months. `trial`: for ten days, with the cost that its calls would have had. `overdue`: one month that ended 20 days ago
 * and is unpaid.
 */
export function planBilling(story: Story, now: Date): Billed {
  if (story === 'trial') {
    const since = startOfDay(addDays(dayAt(now.getTime(), DEMO_ZONE), -TRIAL_DAYS), DEMO_ZONE);
    return { profile: planBilling('monthly', now).profile, since: new Date(since), issuedAt: [] };
  }
  if (story === 'monthly') {
    const turn = { billingDay: 1, zone: DEMO_ZONE };
    // in the first half hour of a month its invoice is still to come
    const present = cycleAt(new Date(now.getTime() - AFTER_MS).toISOString(), turn);
    const last = cycleAt(hoursBefore(present.startsAt), turn);
    const first = cycleAt(hoursBefore(last.startsAt), turn);
    return {
      profile: {
        name: 'Northwind Office',
        currency: 'USD',
        terms: { ...SHARED, monthlyFee: '25.00', extensionFee: '4.50', localNumberFee: '2.00', pastDueDays: 15 },
      },
      since: new Date(first.startsAt),
      issuedAt: [after(last.startsAt), after(present.startsAt)],
    };
  }
  const day = addDays(dayAt(now.getTime(), DEMO_ZONE), -20);
  const turn = { billingDay: Number(day.slice(8)), zone: DEMO_ZONE };
  const end = startOfDay(day, DEMO_ZONE);
  return {
    profile: {
      name: 'Northwind Workshop',
      currency: 'USD',
      terms: {
        ...SHARED,
        monthlyFee: '39.00',
        extensionFee: '4.50',
        localNumberFee: '2.00',
        billingDay: turn.billingDay,
        paymentTermsDays: 5,
        pastDueDays: 10,
      },
    },
    since: new Date(cycleAt(hoursBefore(end), turn).startsAt),
    issuedAt: [after(end)],
  };
}

/** Midnight so many days after a time. */
export const daysAfter = (since: Date, days: number): Date =>
  days === 0 ? since : new Date(startOfDay(addDays(dayAt(since.getTime(), DEMO_ZONE), days), DEMO_ZONE));

const hoursBefore = (at: string): string => new Date(Date.parse(at) - HOUR_MS).toISOString();
const after = (at: string): Date => new Date(Date.parse(at) + AFTER_MS);

/** `outboundRates`: the rate table for outbound calls. `profiles`: the partner's existing profiles by name. */
export async function seedProfile(
  tx: Tx,
  partnerId: string,
  { profile }: Billed,
  { outboundRates, profiles }: { outboundRates: string; profiles: Map<string, string> },
): Promise<string> {
  const known = profiles.get(profile.name);
  if (known !== undefined) return known;
  const terms = { ...profile.terms, outboundRates };
  const { id } = await createProfile(tx, SYSTEM, partnerId, BillingProfileCreate.parse({ ...profile, terms }));
  profiles.set(profile.name, id);
  return id;
}

/** A demo tenant whose invoices are still to be issued. */
export type DemoInvoices = { partnerId: string; tenantId: string; story: Story };

/**
 * Issues past invoices as of their own dates, as the regular run would have. `monthly` has paid its first one. Needs both roles because of their
 * grants.
 */
export async function issueDemoInvoices(
  { app, worker, log }: { app: Db; worker: Db; log: Logger },
  all: readonly DemoInvoices[],
  now: Date,
): Promise<void> {
  await turnCycles(worker, now);
  const clocks = all.flatMap(({ story }) => planBilling(story, now).issuedAt).toSorted((a, b) => Number(a) - Number(b));
  for (const clock of clocks.filter((one) => one < now)) await issueInvoices(worker, clock, log);
  for (const { partnerId, tenantId } of all.filter(({ story }) => story === 'monthly'))
    await asPartner(app, partnerId, (tx) => payFirst(tx, tenantId, now));
  // so that the pages show the fees of the current cycles from the start
  await refreshDueFees(worker, now);
}

async function payFirst(tx: Tx, tenantId: string, now: Date): Promise<void> {
  const query = TenantInvoiceQuery.parse({ sort: 'number', limit: 1 });
  const [first] = (await listInvoices(tx, { ...query, tenantId }, now)).items;
  const row = first && (await findInvoice(tx, first.id));
  if (!row) return;
  await recordPayment(tx, SYSTEM, { found: row, input: PaymentCreate.parse(wirePayment(first, 'Wire 48213')), now });
}

/** The payment of a whole invoice, nine days after it was issued. */
export const wirePayment = ({ due, issuedOn }: { due: string; issuedOn: string }, reference: string) => ({
  amount: due,
  paidOn: addDays(issuedOn, 9),
  method: 'bank_transfer',
  reference,
});
