import type { OutboundClass } from '../../outbound/contract.ts';
import { CAUSE, type LegEnd } from '../rules.ts';
import type { CallPath, PathStep, RingResult } from './call-path.ts';
import type { CallerId, Target } from './decision.ts';
import type { Party } from './party.ts';

export type { Party };

/**
 * A channel that rings a party. `made`: it is being created or dialled. `ringing`: the phone has sent 180 Ringing.
 * `asked`: it was answered, and the person has to press 1.
 */
export type Leg = {
  channel: string;
  party: Party;
  state: 'made' | 'ringing' | 'asked';
  /** when it started to ring */
  since: string;
  /** the person who answers has to press 1 first, because an answering machine may answer an outside number */
  confirm: boolean;
  /** it must answer with encrypted media */
  secure: boolean;
  /** where its phone redirects the call (a SIP 302), as the phone wrote it */
  redirectedTo: string | null;
  /** the class of the outside number that it rings */
  destination?: OutboundClass;
  /** the number of the charged leg in the call's facts */
  billed?: number;
  /** how to reach the same number if its trunk fails */
  retry?: OneTarget;
  /** how to call the same phone once more, if it redirects the call and Asterisk doesn't say where to */
  again?: OneTarget;
};

/** A target, and what it shows of the caller. */
export type OneTarget = { target: Target; callerId: CallerId };

/** A leg that has stopped ringing, as a step of the call's path. */
export const rang = ({ party, since }: Leg, result: RingResult, until: string): PathStep => ({
  event: 'rang',
  at: since,
  ...party,
  until,
  result,
});

const BY_CAUSE: Partial<Record<number, RingResult>> = {
  [CAUSE.busy]: 'busy',
  [CAUSE.rejected]: 'declined',
  [CAUSE.normal]: 'no_answer',
  [CAUSE.noAnswer]: 'no_answer',
  0: 'no_answer',
  [CAUSE.answeredElsewhere]: 'answered_elsewhere',
};

export const resultOf = (leg: Leg, { cause }: LegEnd): RingResult =>
  leg.redirectedTo === null ? (BY_CAUSE[cause] ?? 'unreachable') : 'redirected';

/** The steps of the legs that lost to `winner`. Other phones of the same extension are left out. */
export const othersOf = (legs: readonly Leg[], winner: Leg, at: string): CallPath =>
  legs.filter((leg) => leg !== winner && !isSameParty(leg, winner)).map((leg) => rang(leg, 'answered_elsewhere', at));

const isSameParty = (one: Leg, other: Leg): boolean =>
  one.party.extensionId === other.party.extensionId && one.party.number === other.party.number;
