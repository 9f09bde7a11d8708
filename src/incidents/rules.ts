import { HOUR_MS } from '../platform/time/durations.ts';
import type { PartName } from './contract.ts';

/** An end within this time after the last one of the same part belongs to the same incident. */
export const SAME_INCIDENT_MS = HOUR_MS;

export const RETENTION_DAYS = 400;

/** True for the 1st, 5th, 25th … end of one incident, so that the operator knows it continues but doesn't get a mail for each. */
export function isMailDue(times: number): boolean {
  let power = 1;
  while (power < times) power *= 5;
  return power === times;
}

export const PART_NAMES: Record<PartName, string> = {
  asterisk: 'Asterisk',
  call_control: 'Call control',
  database: 'The database',
};

/** What the incident means for callers, for the mail and the page. */
export const CONSEQUENCES: Record<PartName, string> = {
  asterisk: 'Calls in progress ended. Asterisk has been restarted, and phones are still registered.',
  call_control:
    'Calls in progress continued. New calls had to wait until call control was back; 911 calls went straight to the carrier.',
  database: 'Calls in progress continued. New calls, sign-ins and changes failed until the database was back.',
};
