import { z } from 'zod';
import { RATE_CLASSES } from '../../outbound/contract.ts';
import { CHARGE_CLASSES } from '../profiles/terms-contract.ts';

const micros = z.number().int().min(0);
const seconds = z.number().int().min(1);

/** A rate with the table and prefix it comes from. */
export const PinnedRate = z.object({
  prefix: z.string(),
  destination: z.string(),
  /** the class of its calls; null, or absent if written by the previous release: that of the called number */
  class: z.enum(RATE_CLASSES).nullish(),
  listId: z.string(),
  /** the table's name then */
  table: z.string(),
  validFrom: z.string(),
  rate: z.object({
    setupMicros: micros,
    perMinuteMicros: micros,
    initialSeconds: seconds,
    incrementSeconds: seconds,
    minimumMicros: micros,
  }),
});
export type PinnedRate = z.infer<typeof PinnedRate>;

/** How the tenant is charged for a leg. */
const ChargedPin = z.object({
  cycleId: z.string(),
  currency: z.string(),
  class: z.enum(CHARGE_CLASSES),
  /** included minutes are used for it */
  included: z.boolean(),
  /** null: an inbound call to a number that the table does not name, which is free */
  rate: PinnedRate.nullable(),
});
export type ChargedPin = z.infer<typeof ChargedPin>;

/** For a leg that the tenant isn't charged for, but its partner pays for. */
const CostPin = z.object({
  cycleId: z.null(),
  /** of the partner's wholesale rates */
  currency: z.string(),
  class: z.enum(CHARGE_CLASSES),
  included: z.literal(false),
  rate: z.null(),
});

/** How a leg is charged. Fixed when it is admitted: later rates, profiles and cycles don't affect it. */
export const Pin = z.union([ChargedPin, CostPin]);
export type Pin = z.infer<typeof Pin>;

/**
 * A leg that is charged or that its partner pays for, from its admission to the call's record. `leg` 0 is the call that
 * came in; others are outside numbers, in the order of their admission. If call control was restarted and doesn't know
 * a time, the leg's live row has it.
 */
export const BilledLeg = z.object({
  leg: z.number().int().min(0),
  /** in E.164: the number called, or of leg 0 our own */
  number: z.string(),
  pin: Pin,
  /** what it had reserved when it was admitted, absent where nothing has to be; later steps are in its live row alone */
  reserved: z.object({ grantedSeconds: seconds, includedSeconds: z.number(), micros }).optional(),
  answeredAt: z.string().optional(),
  /** only where it ended before the call */
  endedAt: z.string().optional(),
});
export type BilledLeg = z.infer<typeof BilledLeg>;
