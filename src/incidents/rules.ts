import type { PartName } from './contract.ts';

const HOUR = 60 * 60 * 1000;

/** An end within this time after the last one of the same part belongs to the same incident. */
export const SAME_INCIDENT_MS = HOUR;

export const KEPT_DAYS = 400;

/** The 1st, 5th, 25th … end of one incident: the operator learns that it goes on, without a mail for each. */
export function isWorthAMail(times: number): boolean {
  let power = 1;
  while (power < times) power *= 5;
  return power === times;
}

export const PART_NAMES: Record<PartName, string> = {
  asterisk: 'Asterisk',
  call_control: 'Call control',
  database: 'The database',
};

/** What it means for callers, in the mail and on the page. */
export const CONSEQUENCES: Record<PartName, string> = {
  asterisk: 'Calls in progress ended. Asterisk was started again, and phones are still registered.',
  call_control:
    'Calls in progress went on. New calls had to wait until call control was back; 911 went to the carrier meanwhile.',
  database: 'Calls in progress went on. New calls, sign-ins and changes failed until the database was back.',
};
