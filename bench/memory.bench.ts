import { setTimeout as delay } from 'node:timers/promises';
import { print } from './measure.ts';
import { asteriskMemory } from './processes.ts';
import { startSides, storm } from './setup-sides.ts';

const WARM_UP_CALLS_A_SECOND = 5;
const BURST = { rate: 100, seconds: 10 };
const REST_MS = 60_000;

/** Asterisk's memory a minute after a burst of 1,000 calls. The peer is its memory before, after a few calls. */
export async function run(): Promise<void> {
  await using sides = await startSides();
  const { dataDir } = sides.product;
  const asterisk = () => asteriskMemory(dataDir);
  await storm(sides.ours, WARM_UP_CALLS_A_SECOND, 10);
  await delay(REST_MS);
  const before = asterisk();
  await storm(sides.ours, BURST.rate, BURST.seconds);
  const peak = asterisk();
  await delay(REST_MS);
  const after = asterisk();
  const note = `${peak.toFixed(0)} MB right after the burst`;
  const met = after <= 1.5 * before;
  print({
    name: 'memory after a burst',
    figure: after,
    peer: before,
    unit: 'MB',
    goal: '<= 1.5',
    met,
    noisy: false,
    note,
  });
}
