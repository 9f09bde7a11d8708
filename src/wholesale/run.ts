import type { Logger } from 'pino';
import { invoiceOf } from '../invoices/invoice.ts';
import { certificateOn, documentNumber, MAX_CALL_MS, SETTLING_MS } from '../invoices/rules.ts';
import { ratedTaxes } from '../invoices/tax-engine.ts';
import { addJob, type Db, inContext, type Tx } from '../platform/db/db.ts';
import { recordEvent } from '../platform/db/events.ts';
import { SYSTEM } from '../platform/http/caller.ts';
import { decimalsOf } from '../platform/values/currencies.ts';
import { DAY_MS } from '../platform/values/durations.ts';
import { newId } from '../platform/values/ids.ts';
import { minorText } from '../platform/values/money.ts';
import { addDays, dayAfter, dayAt, startOfDay } from '../platform/values/zoned-days.ts';
import { readIdentity } from '../invoices/settings.ts';
import { wholesaleLines } from './bill.ts';
import * as cycles from './cycles-sql.ts';
import { eachPartner } from './each-partner.ts';
import { WholesaleTaxes } from './lines-contract.ts';
import { readSeller } from './settings.ts';
import { unusedCredit } from './settlement.ts';
import * as sql from './sql.ts';
import { makeCycles, ZONE } from './terms.ts';

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
  await makeCycles(tx, terms, now);
  // it waits for calls in progress and for what still arrives of them
  const cycle = await cycles.cycleDue(tx, partnerId, new Date(now.getTime() - MAX_CALL_MS - SETTLING_MS));
  if (!cycle) return false;
  const { currency } = cycle;
  const calls = await cycles.callSums(tx, cycle);
  const endedAfter = new Date(now.getTime() - NOTHING_PURGED_MS);
  const found = await cycles.lateCycles(tx, partnerId, { currency, endedAfter });
  const units = await cycles.unitDays(tx, cycle);
  const bill = { cycle, units, calls, late: found };
  const lines = wholesaleLines(bill).filter((line) => line.kind !== 'late_calls' || line.amountMinor !== 0);
  const lastDay = addDays(cycle.next_first_day, -1);
  const exemption = certificateOn(
    { certificate: terms.tax_certificate, valid_from: terms.tax_exempt_from, valid_until: terms.tax_exempt_until },
    lastDay,
  );
  const taxes = ratedTaxes({
    lastDay,
    lines,
    taxes: WholesaleTaxes.parse(cycle.taxes),
    units: { extensionDays: units.extensions, numberDays: units.numbers, nominalDays: cycle.nominal_days },
    exemption,
  });
  const outcome = invoiceOf({ currency, isFinal: true }, lines, taxes);
  for (const late of found)
    if (lines.some((line) => line.kind === 'late_calls' && line.firstDay === late.first_day))
      await cycles.markInvoiced(tx, late.id, BigInt(late.micros));
  const billed = calls.filter((sum) => sum.currency === currency);
  await cycles.markInvoiced(
    tx,
    cycle.id,
    billed.reduce((sum, { micros }) => sum + BigInt(micros), 0n),
    now,
  );
  if (outcome.kind !== 'invoice') return true;
  const seller = await readSeller(tx);
  const billedTo = { name: (await readIdentity(tx, partnerId)).seller.name, email: terms.billing_email };
  const { number, issued_on: issuedOn } = await cycles.takeNumber(tx, dayAt(now.getTime(), ZONE));
  const dueOn = addDays(issuedOn, cycle.payment_terms_days);
  const id = newId();
  const { totalMinor, taxMinor } = outcome.invoice;
  const fromCredit = Math.min(totalMinor, await unusedCredit(tx, { partnerId, currency }));
  await cycles.insertInvoice(tx, {
    id,
    partner_id: partnerId,
    cycle_id: cycle.id,
    number,
    first_day: cycle.first_day,
    last_day: lastDay,
    currency,
    tax_minor: taxMinor,
    total_minor: totalMinor,
    paid_minor: fromCredit,
    from_credit_minor: fromCredit,
    issued_on: issuedOn,
    due_on: dueOn,
    overdue_at: new Date(startOfDay(dayAfter(dueOn), ZONE)),
    seller: JSON.stringify(seller),
    billed: JSON.stringify(billedTo),
    lines: JSON.stringify(outcome.invoice.lines),
    taxes: JSON.stringify(outcome.invoice.taxes),
    exemption,
  });
  await recordEvent(tx, SYSTEM, {
    action: 'wholesale_invoice.issued',
    target: { kind: 'wholesale_invoice', id },
    partnerId,
    after: {
      number: documentNumber('wholesale', number),
      total: minorText(totalMinor, decimalsOf(currency)),
      currency,
      dueOn,
    },
  });
  await addJob(tx, 'send_wholesale_invoice', { invoiceId: id }, { key: `send_wholesale_invoice:${id}` });
  return true;
}
