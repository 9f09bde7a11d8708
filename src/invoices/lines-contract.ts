import { z } from 'zod';
import { LINE_KINDS as TAXABLE_KINDS } from '../billing/profiles/terms-contract.ts';

/** The kinds of lines of an invoice, in their order. What is carried over from an earlier cycle was taxed there. */
export const LINE_KINDS = [...TAXABLE_KINDS, 'carried'] as const;

export const NUMBER_KINDS = ['local', 'tollFree'] as const;
export const SETUP_THINGS = ['tenant', 'extension', 'localNumber', 'tollFreeNumber'] as const;

/** In the minor unit of the invoice's currency, such as cents. */
const minor = z.int();
const whole = z.int().min(0);
const day = z.iso.date();

/** A fee by the day: the unit price times unit-days / nominal days. */
const fee = { unitMinor: whole, unitDays: whole, nominalDays: z.int().min(1), amountMinor: minor };

/** A line as it is stored with its invoice. Stored lines never change, so this schema has to accept old ones, too. */
export const InvoiceLine = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('plan'), ...fee }),
  z.object({ kind: z.literal('extensions'), ...fee }),
  z.object({ kind: z.literal('numbers'), numbers: z.enum(NUMBER_KINDS), ...fee }),
  z.object({
    kind: z.literal('setup'),
    thing: z.enum(SETUP_THINGS),
    unitMinor: whole,
    count: whole,
    amountMinor: minor,
  }),
  z.object({
    kind: z.literal('calls'),
    chargeClass: z.string(),
    calls: whole,
    chargedSeconds: whole,
    /** The part of the charged seconds that came from included minutes. */
    includedSeconds: whole,
    /** The exact sum of the charges; the amount is this, rounded. */
    chargeMicros: whole,
    amountMinor: minor,
  }),
  z.object({ kind: z.literal('adjustments'), description: z.string(), day, amountMinor: minor }),
  z.object({ kind: z.literal('carried'), description: z.string(), day, amountMinor: minor }),
]);
export type InvoiceLine = z.infer<typeof InvoiceLine>;
export const InvoiceLines = z.array(InvoiceLine);

/** The calls of one class in a cycle, before they become a line. */
export type CallSum = Omit<Extract<InvoiceLine, { kind: 'calls' }>, 'kind' | 'amountMinor'>;
export type Adjustment = Omit<Extract<InvoiceLine, { kind: 'adjustments' }>, 'kind'>;
export type Carried = Omit<Extract<InvoiceLine, { kind: 'carried' }>, 'kind'>;
