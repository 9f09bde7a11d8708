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

/** The number of wrong PINs in a row without a wait. Each further one doubles the wait. */
const FREE_ATTEMPTS = 3;
const FIRST_WAIT_SECONDS = 60;
const MAX_WAIT_SECONDS = 3600;

/** How long to refuse PINs after the last wrong one. */
export function pinWaitSeconds(failures: number): number {
  if (failures < FREE_ATTEMPTS) return 0;
  return Math.min(MAX_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** (failures - FREE_ATTEMPTS));
}

/** Asterisk's name for the lamp of an extension. The view `ps_endpoints` uses the same name. */
export const lampOf = (extensionId: string): string => `${extensionId}@voicemail`;
