import { DEFAULT_HOME, type Home, isE164, toE164 } from '../platform/numbers/e164.ts';
import { isShortenedNumber, wholeNumberText } from '../platform/numbers/spreadsheet.ts';
import { DAY_MS } from '../platform/time/durations.ts';
import { MAX_NUMBERS, type numberErrors } from './contract.ts';

/** Quarantine of a released number, so that calls for its last subscriber do not reach the next one (47 CFR 52.15(f)(1)(ii)). */
export const AGEING_MS = 45 * DAY_MS;

/** The end of a number's quarantine; null if it is not in quarantine. */
export function ageingUntil(did: { status: string; releasedAt: Date | null }, now: Date): Date | null {
  if (did.status !== 'UNASSIGNED' || did.releasedAt === null) return null;
  const until = new Date(did.releasedAt.getTime() + AGEING_MS);
  return now < until ? until : null;
}

/** Why a number cannot be assigned to this tenant now, or null. Its last tenant may have it back at any time. */
export function refusalToAssign(
  did: { status: string; releasedAt: Date | null; lastTenantId: string | null },
  input: { tenantId: string; acknowledgeAgeing: boolean },
  now: Date,
): keyof typeof numberErrors | null {
  if (did.status !== 'UNASSIGNED') return 'did_not_available';
  if (input.acknowledgeAgeing || did.lastTenantId === input.tenantId || ageingUntil(did, now) === null) return null;
  return 'did_ageing';
}

export type Entry = { numbers: string[] } | { fault: string };

/** The ends of a range, or a single number. */
export const endsOf = (text: string): string[] =>
  text
    .trim()
    .split(/\s*[-–]\s*(?=\+)/)
    .map(wholeNumberText);

/** Whether a cell is a number or a range. Looks only at the ends of a range, because expanding it is not needed to recognize the column. */
export const isNumber = (cell: string, home: Home): boolean => endsOf(cell).every((end) => toE164(end, home) !== null);

/** Parses one number or range as people write them: `+12125550110`, `(212) 555-0110`, `+12125550110 - +12125550119`. */
export function readEntry(text: string, home: Home): Entry {
  if (isShortenedNumber(text))
    return { fault: 'A spreadsheet shortened this number. Format the column as text, and export it again.' };
  const [first = '', last, ...more] = endsOf(text);
  const from = toE164(first, home);
  const to = last === undefined ? from : toE164(last, home);
  if (!from || !to || more.length > 0) return { fault: 'This isn’t a phone number such as +12125550101.' };
  const size = Number(to) - Number(from) + 1;
  if (from.length !== to.length || size < 1) return { fault: 'A range must go from a lower to a higher number.' };
  if (size > MAX_NUMBERS) return { fault: 'A range can have at most 10,000 numbers.' };
  // 15 digits at most: exact as a double
  const numbers = Array.from({ length: size }, (_, i) => `+${Number(from) + i}`);
  // outside +1, valid ends are enough: all numbers between them have the same country code and length
  const wrong = from.startsWith('+1') ? numbers.find((number) => !isE164(number)) : undefined;
  return wrong === undefined ? { numbers } : { fault: `The range contains ${wrong}, which isn’t a valid number.` };
}

export type Fault<E> = { entry: E; message: string };

/** An entry that repeats numbers of an earlier one: `repeated` of its `of` numbers, first seen in entry `first`. */
export type Repeat<E> = { entry: E; first: E; repeated: number; of: number };

/**
 * Parses entries. Returns each number with its first entry, the entries that repeat numbers, and those that cannot be parsed. Stops when there are
 * too many numbers.
 */
export function readEntries<E extends { text: string }>(
  entries: readonly E[],
): { numbers: Map<string, E>; repeats: Repeat<E>[]; faults: Fault<E>[]; tooMany: boolean } {
  const numbers = new Map<string, E>();
  const repeats: Repeat<E>[] = [];
  const faults: Fault<E>[] = [];
  for (const entry of entries) {
    const parsed = readEntry(entry.text, DEFAULT_HOME);
    if ('fault' in parsed) {
      faults.push({ entry, message: parsed.fault });
      continue;
    }
    const [first, ...others] = parsed.numbers.flatMap((number) => numbers.get(number) ?? []);
    if (first) repeats.push({ entry, first, repeated: 1 + others.length, of: parsed.numbers.length });
    for (const number of parsed.numbers) if (!numbers.has(number)) numbers.set(number, entry);
    if (numbers.size > MAX_NUMBERS) return { numbers, repeats, faults, tooMany: true };
  }
  return { numbers, repeats, faults, tooMany: false };
}

/** Summarizes many numbers, with consecutive ones as ranges. */
export function toRanges(numbers: string[]): string[] {
  const runs: { first: string; last: string }[] = [];
  for (const number of numbers.toSorted()) {
    const run = runs.at(-1);
    const follows = run?.last.length === number.length && Number(number) === Number(run.last) + 1;
    if (run && follows) run.last = number;
    else runs.push({ first: number, last: number });
  }
  return runs.map(({ first, last }) => (first === last ? first : `${first}-${last}`));
}
