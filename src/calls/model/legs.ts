import type { CallPath, PathStep, RingResult } from './call-path.ts';
import type { OutboundClass } from '../../outbound/contract.ts';
import { CAUSE, type LegEnd } from '../rules.ts';

/** Who is called: an extension, or an outside number. */
export type Party = { extensionId: string | null; number: string };

/**
 * A channel of ours that a party is called on.
 * `made`: it is about to be dialled, or is. `ringing`: its phone has said so. `asked`: it was answered, and whoever answered is asked to press 1.
 */
export type Leg = {
  channel: string;
  party: Party;
  state: 'made' | 'ringing' | 'asked';
  /** since when it is called */
  since: string;
  /** it has the call only once the person who answers has pressed 1: what answers an outside number may be a machine */
  confirm: boolean;
  /** it must answer with encrypted sound */
  secure: boolean;
  /** where its phone sends the call instead (a SIP 302), as it wrote it */
  redirectedTo: string | null;
  /** what kind of outside number it calls */
  destination?: OutboundClass;
  /** the leg of the call's facts that it is charged as */
  billed?: number;
};

/** A leg that is no longer called, as a step of the call's path. */
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

/** The other phones of an extension that one of them answered for are no news. */
export const othersOf = (legs: readonly Leg[], winner: Leg, at: string): CallPath =>
  legs.filter((leg) => leg !== winner && !isSameParty(leg, winner)).map((leg) => rang(leg, 'answered_elsewhere', at));

const isSameParty = (one: Leg, other: Leg): boolean =>
  one.party.extensionId === other.party.extensionId && one.party.number === other.party.number;
