/** Messages in a mailbox. A caller who finds it full hears that it is. */
export const MAX_MESSAGES = 200;
/** Shorter ones are clicks: nobody said anything. */
export const SHORTEST_MESSAGE_SECONDS = 1;
/** The loudest sample of a recording, from 0 to 1, up to which it is nothing but a quiet line. */
export const SILENCE_LEVEL = 0.005;

/** Why a PIN is too easy to guess, in words for the person who chose it; null for a good one. */
export function pinFault(pin: string, mailboxNumber: string): string | null {
  if (!/^[0-9]{4,8}$/.test(pin)) return 'Enter 4 to 8 digits.';
  if (pin === mailboxNumber) return 'Choose a PIN other than the mailbox’s number.';
  const steps = new Set([...pin].slice(1).map((digit, n) => Number(digit) - Number(pin[n])));
  const [step] = steps;
  return steps.size === 1 && step !== undefined && Math.abs(step) <= 1
    ? 'Choose a PIN that is harder to guess than one digit repeated or digits in a row.'
    : null;
}

/** Wrong PINs in a row that cost nothing. After them each doubles the wait. */
const FREE_ATTEMPTS = 3;
const FIRST_WAIT_SECONDS = 60;
const LONGEST_WAIT_SECONDS = 3600;

/** How long after its last wrong PIN a mailbox, or a phone, takes no other one. */
export function pinWaitSeconds(failures: number): number {
  if (failures < FREE_ATTEMPTS) return 0;
  return Math.min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** (failures - FREE_ATTEMPTS));
}

/** The name under which Asterisk keeps the lamp of an extension: its row in the view `ps_endpoints` has the same. */
export const lampOf = (extensionId: string): string => `${extensionId}@voicemail`;
