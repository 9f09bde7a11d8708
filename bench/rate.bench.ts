import { prefixTable } from '../src/billing/prefixes.ts';
import { type Rate, rateCall } from '../src/billing/rate-call.ts';
import { compare, print } from './measure.ts';

const PREFIXES = 50_000;
const CALLS = 400_000;
/** The plain loop is so slow that it gets fewer. */
const CALLS_OF_PEER = 200;
const GOAL = 500_000;

const rate: Rate = {
  setupMicros: 500,
  perMinuteMicros: 8100,
  initialSeconds: 30,
  incrementSeconds: 6,
  minimumMicros: 6000,
};
/** Nested prefixes of one to fifteen digits; the numbers begin like them. */
const digits = (index: number): string => String(1 + ((index * 2_654_435_761) % 999_999_999_999_989)).padEnd(15, '7');
const entries = Array.from(
  { length: PREFIXES },
  (_, index) => [digits(index).slice(0, 1 + (index % 15)), rate] as const,
);
const numbers = Array.from({ length: 1000 }, (_, index) => digits(index * 37));

/** Calls rated in a second on one core: the longest of 50,000 prefixes, and the charge. Beside it a plain loop over all prefixes. */
export async function run(): Promise<void> {
  const find = prefixTable(entries);
  const { figure, peer, noisy } = await compare({
    ours: async () => perSecond(CALLS, find),
    peer: async () => perSecond(CALLS_OF_PEER, byPlainLoop),
  });
  print({
    name: 'rate (calls, one core)',
    figure,
    peer,
    unit: '/s',
    goal: '>= 500,000 /s',
    met: figure >= GOAL,
    noisy,
  });
}

function byPlainLoop(number: string): Rate | undefined {
  let longest = 0;
  let found: Rate | undefined;
  for (const [prefix, value] of entries)
    if (prefix.length > longest && number.startsWith(prefix)) [longest, found] = [prefix.length, value];
  return found;
}

function perSecond(calls: number, find: (number: string) => Rate | undefined): number {
  const begun = performance.now();
  let sum = 0;
  for (let call = 0; call < calls; call++) {
    const found = find(numbers[call % numbers.length] ?? '');
    if (found) sum += rateCall(found, 1000 * (1 + (call % 7200))).chargeMicros;
  }
  if (sum === 0) throw new Error('No call had a rate.');
  return (calls * 1000) / (performance.now() - begun);
}
