import { CAUSE, type LegEnd } from '../rules.ts';

/** What a phone's final status means for the caller, where Asterisk's own translation would say something else. */
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

/** Why a phone's leg ended. A redirect (3xx) isn't followed: a phone could otherwise have us call any host or number. */
export function causeOfPhone({ cause, status }: LegEnd): number {
  if (status === null) return cause;
  return status >= 300 && status < 400 ? CAUSE.unreachable : (BY_STATUS[status] ?? cause);
}

/** The person declined, on all of their phones (RFC 3261, 21.6.2). */
export const isDecline = (status: number | null): boolean => status === 603 || status === 607;

/** A person has pressed a key: phones that don't even ring after this are taken for stale registrations. */
export const isDecisive = (cause: number): boolean => cause === CAUSE.busy || cause === CAUSE.rejected;

/** How long phones that have not rung yet are waited for once another phone of the extension was busy or declined. */
export const SETTLE_MS = 2500;

/** A phone has taken or refused a new offer by then. */
export const ALIGNED_MS = 1000;

/** The caller's ACK and the first packets are through by then. */
export const ESTABLISHED_MS = 500;
