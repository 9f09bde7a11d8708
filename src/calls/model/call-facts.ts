import { z } from 'zod';
import { OUTBOUND_CLASSES } from '../../outbound/contract.ts';
import { BilledLeg } from '../../billing/rating/pin-contract.ts';
import { PURPOSES } from '../../service-calls/contract.ts';
import { DIRECTIONS } from '../contract.ts';

/**
 * What a call is, from its admission on: in its row of `live_calls`, in the note of its legs, and in the history. A field that is
 * added later needs a default: a new call control takes over the calls of the one before.
 */
export const CallFacts = z.object({
  id: z.string(),
  /** null only for an emergency call that went out while the database did not answer and the phone's row named no tenant */
  tenantId: z.string().nullable(),
  direction: z.enum(DIRECTIONS),
  /** nothing but its parties ends it: an emergency call, or the call back after one */
  emergency: z.boolean(),
  from: z.string(),
  to: z.string(),
  extensionId: z.string().nullable(),
  didId: z.string().nullable(),
  callbackNumber: z.string().nullable(),
  /** what kind of outside number it goes to, where our rules ask */
  destination: z.enum(OUTBOUND_CLASSES).optional(),
  admittedAt: z.string(),
  /** how often it has already left by a carrier and come back; absent for never */
  hops: z.number().optional(),
  /** why the service makes it, if it does: such a call is in no history, in no statistics and on no bill */
  service: z.enum(PURPOSES).optional(),
  /** the legs that are charged, where any is */
  legs: z.array(BilledLeg).optional(),
});
export type CallFacts = z.infer<typeof CallFacts>;
