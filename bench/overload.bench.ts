import { setupPercentile } from '../test/sip/load.ts';
import { print } from './measure.ts';
import { startSides, storm } from './setup-sides.ts';

/** More calls than two cores can set up. */
const RATE = Number(process.env['RATE'] ?? 120);
const SECONDS = 30;
/** Phones give up after 32 s, and callers much earlier. */
const TIMEOUT_MS = 10_000;

/** More calls than the machine can set up: admitted calls are answered in time, and the others are refused instead of waiting. */
export async function run(): Promise<void> {
  await using sides = await startSides();
  const { calls, byStatus } = await storm(sides.ours, RATE, SECONDS);
  const answered = calls.filter(({ finalStatus }) => finalStatus === 200);
  const waits = calls.map(({ sentAt, finalAt = Number.POSITIVE_INFINITY }) => finalAt - sentAt);
  const longest = Math.max(...waits);
  print({
    name: 'overload: longest wait',
    figure: longest,
    peer: setupPercentile(answered, 0.5),
    unit: 'ms',
    goal: `<= ${TIMEOUT_MS} ms`,
    met: longest <= TIMEOUT_MS,
    noisy: false,
    note: `the peer is half of the answered calls; ${RATE} calls/s for ${SECONDS} s: ${JSON.stringify(byStatus)}`,
  });
}
