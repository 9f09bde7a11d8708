import type { FraudAction, FraudRule, FraudTrip } from '../../src/fraud/contract.ts';
import { amountLabel } from '../kit/inputs/money/amount.ts';

/** The calls that a rule blocks, as the subject of a sentence. */
export const BLOCKED_CALLS: Record<FraudRule, string> = {
  spendPerHour: 'Outbound calls that cost money',
  internationalMinutesPerDay: 'Calls to other countries, the Caribbean, premium and satellite numbers',
  callsAtOnce: 'Outbound calls',
};

export const isBlocking = ({ action, liftedAt }: FraudTrip): boolean => action === 'block' && liftedAt === null;

/** The counted usage and its limit. */
export function usedText({ rule, used, limit, currency }: FraudTrip): string {
  if (rule === 'spendPerHour')
    return `${amountLabel(used, currency ?? '')} within an hour, with a limit of ${amountLabel(limit, currency ?? '')}`;
  const [counted, allowed] = [used, limit].map((amount) => Number(amount).toLocaleString());
  return rule === 'internationalMinutesPerDay'
    ? `${counted} minutes within 24 hours, with a limit of ${allowed}`
    : `${counted} calls, with a limit of ${allowed}`;
}

const DONE: Record<FraudAction, string> = {
  alert: 'No calls were blocked',
  block: 'Such calls were blocked',
  suspend: 'Service was suspended',
};

export const outcomeText = (trip: FraudTrip): string =>
  isBlocking(trip) ? 'Such calls are blocked' : DONE[trip.action];
