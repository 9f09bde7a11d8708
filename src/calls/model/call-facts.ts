import { z } from 'zod';
import { BilledLeg } from '../../billing/rating/pin-contract.ts';
import { OUTBOUND_CLASSES } from '../../outbound/contract.ts';
import { PURPOSES } from '../../service-calls/contract.ts';
import { DIRECTIONS } from '../contract.ts';

/**
 * The facts of a call from its admission on. They are stored in its row of `live_calls`, in the notes on its channels,
 * and in the history. New fields need a default, because a new call control takes over the calls of the previous one.
 */
export const CallFacts = z.object({
  id: z.string(),
  /** null only for an emergency call made while the database was down, by a phone whose endpoint row named no tenant */
  tenantId: z.string().nullable(),
  direction: z.enum(DIRECTIONS),
  /** only its parties may end it: an emergency call, or the callback after one */
  emergency: z.boolean(),
  from: z.string(),
  to: z.string(),
  extensionId: z.string().nullable(),
  didId: z.string().nullable(),
  callbackNumber: z.string().nullable(),
  /** the class of the outside number that it goes to, if outbound rules apply to it */
  destination: z.enum(OUTBOUND_CLASSES).optional(),
  admittedAt: z.string(),
  /** how often it has already left by a carrier and come back; absent: never */
  hops: z.number().optional(),
  /** set for a service call, with its purpose: such a call is in no history, in no statistics and on no invoice */
  service: z.enum(PURPOSES).optional(),
  /** the charged legs, if any */
  legs: z.array(BilledLeg).optional(),
});
export type CallFacts = z.infer<typeof CallFacts>;
