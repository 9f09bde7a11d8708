import { DAY_MS } from '../platform/time/durations.ts';

/** The limit of messages in a mailbox. */
export const MAX_MESSAGES = 200;
/** Shorter recordings contain only a click. */
export const MIN_MESSAGE_SECONDS = 1;
/** If the loudest sample, from 0 to 1, is at most this, a recording is only a quiet line. */
export const SILENCE_LEVEL = 0.005;

/** Why a PIN is too easy to guess, as a message for the user; null for a good one. */
export function pinFault(pin: string, mailboxNumber: string): string | null {
  if (!/^[0-9]{4,8}$/.test(pin)) return 'Enter 4 to 8 digits.';
  if (pin === mailboxNumber) return 'Choose a PIN other than the mailbox’s number.';
  const steps = new Set([...pin].slice(1).map((digit, n) => Number(digit) - Number(pin[n])));
  const [step] = steps;
  return steps.size === 1 && step !== undefined && Math.abs(step) <= 1
    ? 'Choose a PIN that is harder to guess than one digit repeated or digits in a row.'
    : null;
}

/** Wrong PINs without a wait. Each further one doubles the wait. The same for one caller at one mailbox, a caller at all, and a mailbox by all. */
const FREE_ATTEMPTS = 3;
const FIRST_WAIT_SECONDS = 60;
const MAX_WAIT_SECONDS = 3600;

/** Wrong PINs count until there has been none for this long. If it were shorter, pausing would win more attempts than waiting. */
export const PIN_FAILURES_MS = DAY_MS;

/** How long to refuse PINs after the last wrong one. */
export function pinWaitSeconds(failures: number): number {
  if (failures < FREE_ATTEMPTS) return 0;
  return Math.min(MAX_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** (failures - FREE_ATTEMPTS));
}

/** How long a mailbox knows a caller who has opened it with its PIN. */
export const KNOWN_CALLER_MS = 180 * DAY_MS;

/**
 * A caller with fewer wrong PINs of its own than this doesn't have to wait because of others' wrong PINs, so that nobody can shut everybody out.
 * Strangers from outside have none, because their numbers can be forged. docs/decisions/026 has the sum of what this gives an attacker.
 */
export const PIN_ATTEMPTS_AT_ONCE = { known: 3, phone: 1, outside: 0 } as const;

/** Asterisk's name for the lamp of an extension. The view `ps_endpoints` uses the same name. */
export const lampOf = (extensionId: string): string => `${extensionId}@voicemail`;
