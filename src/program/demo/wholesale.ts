import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from 'pino';
import { cycleAt } from '../../billing/cycles/cycles.ts';
import { MAX_CALL_MS, SETTLING_MS } from '../../invoices/rules.ts';
import { inContext, type Db, type Tx } from '../../platform/db/db.ts';
import { SYSTEM } from '../../platform/http/caller.ts';
import { HOUR_MS } from '../../platform/time/durations.ts';
import { importRates } from '../../rates/import.ts';
import type { WholesaleDirection } from '../../rates/wholesale-contract.ts';
import { createWholesaleTable } from '../../rates/wholesale.ts';
import { WholesaleInvoiceQuery, WholesalePaymentCreate, WholesaleTermsPut } from '../../wholesale/contract.ts';
import { findInvoice, listInvoices } from '../../wholesale/invoices.ts';
import { issueWholesale } from '../../wholesale/invoicing/run.ts';
import { saveSettings } from '../../wholesale/settings.ts';
import { recordPayment } from '../../wholesale/settlement/payments.ts';
import { saveTerms, ZONE } from '../../wholesale/terms.ts';
import { wirePayment } from './billing.ts';

/** Invented prices, a little more than half of what tenants pay. */
const OUTBOUND = path.join(import.meta.dirname, 'wholesale-rates.csv');
/** Prices of inbound calls, by the called number. */
const INBOUND = 'Prefix,Destination,Per minute,Increments\n1,United States and Canada,0.0035,6/6\n';

const TURN = { billingDay: 1, zone: ZONE };

/** The operator's last two cycles before the current one. */
function pastCycles(
  now: Date,
): [first: { startsAt: string; endsAt: string }, last: { startsAt: string; endsAt: string }] {
  const before = ({ startsAt }: { startsAt: string }) =>
    cycleAt(new Date(Date.parse(startsAt) - HOUR_MS).toISOString(), TURN);
  const last = before(cycleAt(now.toISOString(), TURN));
  return [before(last), last];
}

/** The start of the wholesale prices, before anything else in the demo. */
export const wholesaleSince = (now: Date): Date => new Date(pastCycles(now)[0].startsAt);

/** Saves the seller's details on the operator's invoices. Needs the operator's context. */
export async function seedOperator(tx: Tx): Promise<void> {
  const settings = {
    legalName: 'Strowger Cloud Inc',
    address: '1 Main St\nAlbany, NY 12207',
    taxIds: ['EIN 98-7654321'],
    footer: 'Please pay by wire and name the invoice.',
  };
  await saveSettings(tx, SYSTEM, settings, null);
}

/** Saves a partner's wholesale terms and rates. Needs the operator's context. */
export async function seedWholesale(tx: Tx, partnerId: string, billingEmail: string, now: Date): Promise<void> {
  const since = wholesaleSince(now);
  const terms = WholesaleTermsPut.parse({
    currency: 'USD',
    tenantFee: '3.00',
    extensionFee: '1.00',
    numberFee: '0.50',
    billingDay: TURN.billingDay,
    paymentTermsDays: 14,
    billingEmail,
  });
  await saveTerms(tx, SYSTEM, { partnerId, input: terms, ifMatch: null, now: since });
  await seedTable(tx, partnerId, since, {
    name: 'Wholesale out, USD',
    direction: 'outbound',
    csv: readFileSync(OUTBOUND, 'utf8'),
  });
  await seedTable(tx, partnerId, since, { name: 'Wholesale in, USD', direction: 'inbound', csv: INBOUND });
}

async function seedTable(
  tx: Tx,
  partnerId: string,
  since: Date,
  { name, direction, csv }: { name: string; direction: WholesaleDirection; csv: string },
): Promise<void> {
  const { id } = await createWholesaleTable(tx, SYSTEM, partnerId, { name, currency: 'USD', direction });
  await importRates(tx, SYSTEM, { tableId: id, csv, query: { dryRun: false, validFrom: undefined }, now: since });
}

/** Issues the operator's past invoices as of their own dates. The partner has paid the first one. */
export async function issueDemoWholesale(
  { app, worker, log }: { app: Db; worker: Db; log: Logger },
  partnerId: string,
  now: Date,
): Promise<void> {
  for (const { endsAt } of pastCycles(now)) {
    const clock = new Date(Date.parse(endsAt) + MAX_CALL_MS + SETTLING_MS + HOUR_MS);
    if (clock < now) await issueWholesale(worker, clock, log);
  }
  // this also creates the current cycle
  await issueWholesale(worker, now, log);
  await inContext(app, { operator: true }, async (tx) => {
    const query = WholesaleInvoiceQuery.parse({ sort: 'number', limit: 1 });
    const [first] = (await listInvoices(tx, partnerId, query, now)).items;
    const row = first && (await findInvoice(tx, first.id));
    if (!row) return;
    await recordPayment(tx, SYSTEM, {
      found: row,
      input: WholesalePaymentCreate.parse(wirePayment(first, 'Wire 7714')),
      now,
    });
  });
}
