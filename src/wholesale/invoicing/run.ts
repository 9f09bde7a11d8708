import type { Logger } from 'pino';
import { certificateOn, documentNumber, MAX_CALL_MS, SETTLING_MS } from '../../invoices/rules.ts';
import { type Invoice, invoiceOf, type Outcome } from '../../invoices/run/invoice.ts';
import { ratedTaxes } from '../../invoices/run/tax-engine.ts';
import { readIdentity } from '../../invoices/settings/settings.ts';
import { addJob, type Db, inContext, type Tx } from '../../platform/db/db.ts';
import { recordEvent } from '../../platform/db/events.ts';
import { SYSTEM } from '../../platform/http/caller.ts';
import { DAY_MS } from '../../platform/time/durations.ts';
import { addDays, dayAfter, dayAt, startOfDay } from '../../platform/time/zoned-days.ts';
import { decimalsOf } from '../../platform/values/currencies.ts';
import { newId } from '../../platform/values/ids.ts';
import { minorText } from '../../platform/values/money.ts';
import { readSeller } from '../settings.ts';
import { unusedCredit } from '../settlement/settlement.ts';
import * as sql from '../sql.ts';
import { createCycles, ZONE } from '../terms.ts';
import { wholesaleLines } from './bill.ts';
import * as cycles from './cycles-sql.ts';
import { eachPartner } from './each-partner.ts';
import { type WholesaleLine, WholesaleTaxes } from './lines-contract.ts';

/** Calls of a tenant are purged 90 days after the last of them at the earliest. */
const NOTHING_PURGED_MS = 80 * DAY_MS;

/**
 * Issues the operator's invoices to partners for all cycles that have ended. It may be killed anywhere and run again, also twice at once: a cycle is
 * invoiced in the transaction that marks it.
 */
export const issueWholesale = (db: Db, now: Date, log: Logger): Promise<void> =>
  eachPartner(db, log, 'could not be invoiced', async (partnerId) => {
    while (await inContext(db, { operator: true, partnerId }, (tx) => issueNext(tx, partnerId, now)));
  });

/** The oldest cycle of a partner that is due. False if there is none. */
async function issueNext(tx: Tx, partnerId: string, now: Date): Promise<boolean> {
  const terms = await sql.lockTerms(tx, partnerId);
  if (!terms) return false;
  await createCycles(tx, terms, now);
  // it waits for calls in progress and for what still arrives of them
  const cycle = await cycles.cycleDue(tx, partnerId, new Date(now.getTime() - MAX_CALL_MS - SETTLING_MS));
  if (!cycle) return false;
  const outcome = await invoiceCycle(tx, terms, cycle, now);
  if (outcome.kind === 'invoice') await issue(tx, { terms, cycle, invoice: outcome.invoice, now });
  return true;
}

/** What a cycle comes to. Marks it as invoiced, and the cycles before it whose late calls are among its lines. */
async function invoiceCycle(
  tx: Tx,
  terms: sql.TermsRow,
  cycle: cycles.CycleRow,
  now: Date,
): Promise<Outcome<WholesaleLine>> {
  const { currency } = cycle;
  const calls = await cycles.callSums(tx, cycle);
  const endedAfter = new Date(now.getTime() - NOTHING_PURGED_MS);
  const late = await cycles.lateCycles(tx, terms.partner_id, { currency, endedAfter });
  const units = await cycles.unitDays(tx, cycle);
  const lines = wholesaleLines({ cycle, units, calls, late }).filter(
    (line) => line.kind !== 'late_calls' || line.amountMinor !== 0,
  );
  for (const { id, first_day: firstDay, micros } of late)
    if (lines.some((line) => line.kind === 'late_calls' && line.firstDay === firstDay))
      await cycles.markInvoiced(tx, id, BigInt(micros));
  const billed = calls.filter((sum) => sum.currency === currency);
  const micros = billed.reduce((sum, one) => sum + BigInt(one.micros), 0n);
  await cycles.markInvoiced(tx, cycle.id, micros, now);
  const taxes = ratedTaxes({
    lastDay: lastDayOf(cycle),
    lines,
    taxes: WholesaleTaxes.parse(cycle.taxes),
    units: { extensionDays: units.extensions, numberDays: units.numbers, nominalDays: cycle.nominal_days },
    exemption: exemptionOf(terms, cycle),
  });
  return invoiceOf({ currency, isFinal: true }, lines, taxes);
}

/** Gives the invoice its number, pays it from credit as far as that goes, and queues its mail. */
async function issue(
  tx: Tx,
  {
    terms,
    cycle,
    invoice,
    now,
  }: { terms: sql.TermsRow; cycle: cycles.CycleRow; invoice: Invoice<WholesaleLine>; now: Date },
): Promise<void> {
  const { lines, taxes, totalMinor, taxMinor } = invoice;
  const { currency, partner_id: partnerId } = cycle;
  const billedTo = { name: (await readIdentity(tx, partnerId)).seller.name, email: terms.billing_email };
  const { number, issued_on: issuedOn } = await cycles.takeNumber(tx, dayAt(now.getTime(), ZONE));
  const dueOn = addDays(issuedOn, cycle.payment_terms_days);
  const id = newId();
  const fromCredit = Math.min(totalMinor, await unusedCredit(tx, { partnerId, currency }));
  await cycles.insertInvoice(tx, {
    id,
    partner_id: partnerId,
    cycle_id: cycle.id,
    number,
    first_day: cycle.first_day,
    last_day: lastDayOf(cycle),
    currency,
    tax_minor: taxMinor,
    total_minor: totalMinor,
    paid_minor: fromCredit,
    from_credit_minor: fromCredit,
    issued_on: issuedOn,
    due_on: dueOn,
    overdue_at: new Date(startOfDay(dayAfter(dueOn), ZONE)),
    seller: JSON.stringify(await readSeller(tx)),
    billed: JSON.stringify(billedTo),
    lines: JSON.stringify(lines),
    taxes: JSON.stringify(taxes),
    exemption: exemptionOf(terms, cycle),
  });
  const total = minorText(totalMinor, decimalsOf(currency));
  await recordEvent(tx, SYSTEM, {
    action: 'wholesale_invoice.issued',
    target: { kind: 'wholesale_invoice', id },
    partnerId,
    after: { number: documentNumber('wholesale', number), total, currency, dueOn },
  });
  await addJob(tx, 'send_wholesale_invoice', { invoiceId: id }, { key: `send_wholesale_invoice:${id}` });
}

const lastDayOf = ({ next_first_day: nextFirstDay }: cycles.CycleRow): string => addDays(nextFirstDay, -1);

const exemptionOf = (
  { tax_certificate: certificate, tax_exempt_from: valid_from, tax_exempt_until: valid_until }: sql.TermsRow,
  cycle: cycles.CycleRow,
): string | null => certificateOn({ certificate, valid_from, valid_until }, lastDayOf(cycle));
