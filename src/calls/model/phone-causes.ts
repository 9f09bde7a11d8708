import { isRedirect } from '../../trunks/rules.ts';
import { CAUSE, type LegEnd } from '../rules.ts';

/** The cause for the caller, where Asterisk translates a phone's final status wrongly. */
const BY_STATUS: Partial<Record<number, number>> = {
  406: CAUSE.incompatible,
  408: CAUSE.noAnswer,
  415: CAUSE.incompatible,
  487: CAUSE.noAnswer,
  488: CAUSE.incompatible,
  600: CAUSE.busy,
  603: CAUSE.rejected,
  606: CAUSE.incompatible,
  607: CAUSE.rejected,
};

/**
 * The cause of a phone's leg. A redirect (3xx) is not followed here: otherwise a phone could make us call any host or
 * number.
 */
export function causeOfPhone({ cause, status }: LegEnd): number {
  if (status === null) return cause;
  return isRedirect(status) ? CAUSE.unreachable : (BY_STATUS[status] ?? cause);
}

/** The person declined the call for all of their phones (RFC 3261, 21.6.2). */
export const isDecline = (status: number | null): boolean => status === 603 || status === 607;

/**
 * The person has pressed a key on one phone. Phones that still don't ring after this are probably stale registrations.
 */
export const isDecisive = (cause: number): boolean => cause === CAUSE.busy || cause === CAUSE.rejected;

/** How long to wait for phones that have not rung yet, once another phone of the extension was busy or declined. */
export const SETTLE_MS = 2500;

/** By then a phone has accepted or rejected a new offer. */
export const ALIGNED_MS = 1000;

/** By then the caller's ACK and its first packets have arrived. */
export const ESTABLISHED_MS = 500;
