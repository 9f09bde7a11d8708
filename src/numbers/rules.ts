import { isE164, toE164 } from '../platform/numbers/e164.ts';
import { MAX_NUMBERS, type numberErrors } from './contract.ts';

/** A released number rests so that calls for its last subscriber do not reach the next one (47 CFR 52.15(f)(1)(ii)). */
export const AGEING_MS = 45 * 24 * 60 * 60 * 1000;

/** Until when a number rests; null if it does not, or no longer. */
export function ageingUntil(did: { status: string; releasedAt: Date | null }, now: Date): Date | null {
  if (did.status !== 'UNASSIGNED' || did.releasedAt === null) return null;
  const until = new Date(did.releasedAt.getTime() + AGEING_MS);
  return now < until ? until : null;
}

/** Why a number cannot be given to this tenant now; null if it can. Its last tenant may have it back at any time. */
export function refusalToAssign(
  did: { status: string; releasedAt: Date | null; lastTenantId: string | null },
  wish: { tenantId: string; acknowledgeAgeing: boolean },
  now: Date,
): keyof typeof numberErrors | null {
  if (did.status !== 'UNASSIGNED') return 'did_not_available';
  if (wish.acknowledgeAgeing || did.lastTenantId === wish.tenantId || ageingUntil(did, now) === null) return null;
  return 'did_ageing';
}

export type Entry = { numbers: string[] } | { fault: string };

/** As Excel writes a long number that it takes for a quantity: `1.21E+10`. */
const SHORTENED = /^\s*[+-]?\d+([.,]\d+)?e[+-]?\d+\s*$/i;

/** The ends of a range, or one number; a number that a program wrote as a decimal (`12125550101,00`) without its decimals. */
export const endsOf = (text: string): string[] =>
  text
    .trim()
    .split(/\s*[-–]\s*(?=\+)/)
    .map((end) => end.replace(/^(\+?\d{10,15})[.,]0{1,2}$/, '$1'));

/** One number or a range as people write them: `+12125550110`, `(212) 555-0110`, `+12125550110 - +12125550119`. */
export function readEntry(text: string): Entry {
  if (SHORTENED.test(text))
    return { fault: 'A spreadsheet shortened this number. Format the column as text, and export it again.' };
  const [first, last, ...more] = endsOf(text);
  const from = toE164(first!);
  const to = last === undefined ? from : toE164(last);
  if (!from || !to || more.length > 0) return { fault: 'Not a number such as +12125550101.' };
  const size = Number(to) - Number(from) + 1;
  if (from.length !== to.length || size < 1) return { fault: 'A range goes from a lower to a higher number.' };
  if (size > MAX_NUMBERS) return { fault: 'A range has at most 10,000 numbers.' };
  // 15 digits at most: exact as a double
  const numbers = Array.from({ length: size }, (_, i) => `+${Number(from) + i}`);
  // elsewhere than in +1 the ends decide: country code and length are the same
  const wrong = from.startsWith('+1') ? numbers.find((number) => !isE164(number)) : undefined;
  return wrong === undefined ? { numbers } : { fault: `There is no number ${wrong} in this range.` };
}

export type Fault = { index: number; message: string };

/** An entry with numbers of an earlier one, and how many. */
export type Repeat = { index: number; first: number; repeated: number; of: number };

/** The numbers of many entries, each once, with the place of its first entry; the entries that repeat some, and those that cannot be read. Stops when there are too many. */
export function readEntries(texts: string[]): {
  numbers: Map<string, number>;
  repeats: Repeat[];
  faults: Fault[];
  tooMany: boolean;
} {
  const numbers = new Map<string, number>();
  const repeats: Repeat[] = [];
  const faults: Fault[] = [];
  for (const [index, text] of texts.entries()) {
    const entry = readEntry(text);
    if ('fault' in entry) {
      faults.push({ index, message: entry.fault });
      continue;
    }
    const known = entry.numbers.flatMap((number) => numbers.get(number) ?? []);
    if (known[0] !== undefined)
      repeats.push({ index, first: known[0], repeated: known.length, of: entry.numbers.length });
    for (const number of entry.numbers) if (!numbers.has(number)) numbers.set(number, index);
    if (numbers.size > MAX_NUMBERS) return { numbers, repeats, faults, tooMany: true };
  }
  return { numbers, repeats, faults, tooMany: false };
}

/** The shortest way to name many numbers: runs as ranges. */
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
