import type { Insertable } from 'kysely';
import type { InvoicedCycle } from '../../billing/cycles/invoiced-cycles.ts';
import type { BusinessEvent } from '../../platform/db/events.ts';
import type { Database } from '../../platform/db/schema.ts';
import { addDays, dayAfter, startOfDay } from '../../platform/time/zoned-days.ts';
import { decimalsOf } from '../../platform/values/currencies.ts';
import { newId } from '../../platform/values/ids.ts';
import { minorText } from '../../platform/values/money.ts';
import type { Seller } from '../parties-contract.ts';
import { documentNumber } from '../rules.ts';
import type { Billing } from './bills.ts';
import { type Invoice, invoiceOf, linesOf } from './invoice.ts';
import type { TaxEngine } from './tax-engine.ts';

/** The result of a cycle as rows: the adjustments it settles, what it carries over, and its invoice, if any. */
export type Settled = {
  billing: Billing;
  adjustments: { id: string; cycleId: string }[];
  carried: Insertable<Database['adjustments']>[];
  marks: InvoicedCycle[];
  invoice: Invoice | null;
};
export type Issue = { billing: Billing; invoice: Invoice };

export async function settle(billing: Billing, taxesOf: TaxEngine): Promise<Settled> {
  const { cycle, bill, terms, through, late, units, exemption } = billing;
  const lines = linesOf(bill);
  const { tenant_id: tenantId, currency } = cycle;
  const taxes = await taxesOf({ tenantId, currency, lastDay: through, lines, taxes: terms.taxes, units, exemption });
  const outcome = invoiceOf(bill, lines, taxes);
  const calls = bill.calls.reduce((sum, { chargeMicros }) => sum + chargeMicros, 0);
  return {
    billing,
    adjustments: billing.adjustmentIds.map((id) => ({ id, cycleId: cycle.id })),
    carried:
      outcome.kind === 'carried'
        ? [
            {
              id: newId(),
              partner_id: cycle.partner_id,
              tenant_id: cycle.tenant_id,
              kind: 'carried',
              currency: bill.currency,
              amount_minor: outcome.totalMinor,
              description: `Carried over from ${billing.firstDay} to ${through}`,
              day: through,
            },
          ]
        : [],
    marks: [
      ...(billing.isClosing
        ? []
        : [{ id: cycle.id, through, micros: calls, isWhole: dayAfter(through) === cycle.next_first_day }]),
      ...late.map(({ cycleId, micros }) => ({ id: cycleId, micros })),
    ],
    invoice: outcome.kind === 'invoice' ? outcome.invoice : null,
  };
}

type Issuing = {
  partnerId: string;
  first: number;
  issuedOn: string;
  seller: Seller;
  balances: readonly { tenant_id: string; currency: string; credit: string; open: string }[];
};

/**
 * The documents with their numbers, in order. A tenant's credit is used up to the total of the invoice; credit from a negative total pays older open
 * invoices.
 */
export function issued(all: readonly Issue[], issuing: Issuing) {
  const left = new Map(issuing.balances.map((row) => [keyOf(row), Number(row.credit)]));
  const open = new Map(issuing.balances.map((row) => [keyOf(row), Number(row.open)]));
  return all.map(({ billing, invoice }, at) => {
    const { cycle, bill } = billing;
    const id = newId();
    const account = { partner_id: cycle.partner_id, tenant_id: cycle.tenant_id, currency: bill.currency };
    const balance = left.get(keyOf(account)) ?? 0;
    const paid = Math.min(balance, invoice.totalMinor);
    const owed = open.get(keyOf(account)) ?? 0;
    left.set(keyOf(account), balance - paid + Math.max(0, invoice.creditMinor - owed));
    open.set(keyOf(account), Math.max(0, owed - invoice.creditMinor) + invoice.totalMinor - paid);
    const dueOn = addDays(issuing.issuedOn, billing.terms.paymentTermsDays);
    const number = issuing.first + at;
    const row: Insertable<Database['invoices']> & { id: string } = {
      ...account,
      id,
      cycle_id: cycle.id,
      number,
      first_day: billing.firstDay,
      last_day: billing.through,
      plan_name: cycle.plan_name,
      net_minor: invoice.netMinor,
      tax_minor: invoice.taxMinor,
      total_minor: invoice.totalMinor,
      paid_minor: paid,
      from_credit_minor: paid,
      issued_on: issuing.issuedOn,
      due_on: dueOn,
      overdue_at: new Date(startOfDay(dayAfter(dueOn), cycle.zone)),
      seller: JSON.stringify(issuing.seller),
      billed: JSON.stringify({ name: cycle.name, email: cycle.billing_email }),
      lines: JSON.stringify(invoice.lines),
      taxes: JSON.stringify(invoice.taxes),
      exemption: billing.exemption,
      is_closing: billing.isClosing,
    };
    const movement = (reason: 'used' | 'invoice_below_zero', amount: number) =>
      amount === 0 ? [] : [{ id: newId(), ...account, amount_minor: amount, reason, invoice_id: id }];
    const total = minorText(invoice.totalMinor, decimalsOf(bill.currency));
    const event: BusinessEvent = {
      action: 'invoice.issued',
      target: { kind: 'invoice', id },
      partnerId: issuing.partnerId,
      tenantId: cycle.tenant_id,
      after: { number: documentNumber('invoice', number), total, currency: bill.currency, dueOn },
    };
    return {
      invoice: row,
      movements: [...movement('used', -paid), ...movement('invoice_below_zero', invoice.creditMinor)],
      credited:
        invoice.creditMinor > 0
          ? [{ partnerId: account.partner_id, tenantId: account.tenant_id, currency: account.currency }]
          : [],
      event,
    };
  });
}

const keyOf = ({ tenant_id, currency }: { tenant_id: string; currency: string }): string => `${tenant_id} ${currency}`;
