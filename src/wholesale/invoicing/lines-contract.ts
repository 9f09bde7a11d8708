import { z } from 'zod';
import { storedTaxOnLines } from '../../billing/profiles/terms-contract.ts';

/** The kinds of lines that have an amount, in the order in which they stand on an invoice. A tax names those that it is charged on. */
export const TAXABLE_KINDS = ['tenants', 'extensions', 'numbers', 'calls', 'late_calls'] as const;
/** The taxes of a partner's terms, as they are stored with them and with each cycle. */
export const WholesaleTaxes = z.array(storedTaxOnLines(TAXABLE_KINDS));

const minor = z.int();
const whole = z.int().min(0);
const day = z.iso.date();
const fee = { unitMinor: whole, unitDays: whole, nominalDays: z.int().min(1), amountMinor: minor };

/** A line of the operator's invoice to a partner, as it is stored with it. Amounts are in the minor unit of the invoice's currency. */
export const WholesaleLine = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('tenants'), ...fee }),
  z.object({ kind: z.literal('extensions'), ...fee }),
  z.object({ kind: z.literal('numbers'), ...fee }),
  z.object({
    kind: z.literal('calls'),
    chargeClass: z.string(),
    calls: whole,
    billableSeconds: whole,
    /** What the calls cost, exactly: the amount is this, rounded. */
    costMicros: whole,
    amountMinor: minor,
  }),
  z.object({
    kind: z.literal('late_calls'),
    firstDay: day,
    lastDay: day,
    costMicros: z.int(),
    amountMinor: minor,
  }),
  /** Calls that are in no amount: no wholesale rate was found for them, or their cost is in another currency. */
  z.object({
    kind: z.literal('calls_not_billed'),
    because: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('no_rate') }),
      z.object({ kind: z.literal('currency'), currency: z.string(), costMicros: whole }),
    ]),
    calls: whole,
    billableSeconds: whole,
    amountMinor: z.literal(0),
  }),
]);
export type WholesaleLine = z.infer<typeof WholesaleLine>;
export const WholesaleLines = z.array(WholesaleLine);
