import { setTimeout as delay } from 'node:timers/promises';
import { print } from './measure.ts';
import { countUdpErrors } from './phones.ts';
import { asteriskDescriptors, asteriskMemory, type Descriptors } from './processes.ts';
import { climb, LADDER, startSides, storm } from './setup-sides.ts';

/** `SOAK_MINUTES=2 npm run bench -- soak` is a short form, for checking that it works. */
const MINUTES = Number(process.env['SOAK_MINUTES'] ?? 30);
/** Extra low rungs for a busy machine. */
const LOWEST = [5, 10, 20, 30, 40];
const SHARE_OF_KNEE = 0.7;
/** Long enough for what follows a call, such as its price and its events, to be at work too: a rate that holds for seconds may not hold for a minute. */
const RUNG_S = 30;
const STRETCH_S = 60;
/** Asterisk stores a call for 32 s after its end, so its memory is stable after the first minute. */
const REST_MS = 60_000;
const FLAT = 1.1;
/** The tolerance for descriptors that come and go, such as database connections. */
const SPARE = 8;

type Sample = { memory: number } & Descriptors;

/** Calls at 70 % of the machine's capacity: memory after the last minute compared with the first, and open descriptors after the load. */
export async function run(): Promise<void> {
  await using sides = await startSides();
  const { dataDir } = sides.product;
  const sample = (): Sample => ({ memory: asteriskMemory(dataDir), ...asteriskDescriptors(dataDir) });
  const lost = countUdpErrors(...sides.ours.ports);
  const rate = Math.max(1, Math.round(SHARE_OF_KNEE * (await climb(sides.ours, [...LOWEST, ...LADDER], RUNG_S))));
  await delay(REST_MS);
  const quiet = sample();
  const ended: Record<number, number> = {};
  const samples: Sample[] = [];
  for (let minute = 0; minute <= MINUTES; minute++) {
    const { byStatus } = await storm(sides.ours, rate, STRETCH_S);
    for (const [status, count] of Object.entries(byStatus))
      ended[Number(status)] = (ended[Number(status)] ?? 0) + count;
    samples.push(sample());
  }
  await delay(REST_MS);
  const after = sample();
  const [first, last] = [samples[0]?.memory ?? Number.NaN, samples.at(-1)?.memory ?? Number.NaN];
  const calls = rate * STRETCH_S * samples.length;
  const failed = calls - (ended[200] ?? 0);
  print({
    name: 'soak: memory',
    figure: last,
    peer: first,
    unit: 'MB',
    goal: `<= ${FLAT}, 0 failed`,
    met: last <= FLAT * first && failed === 0,
    noisy: false,
    note: `${MINUTES} minutes at ${rate} calls/s, ${failed} of ${calls} failed (${JSON.stringify(ended)}), ${after.memory.toFixed(0)} MB a minute later; ${lost()}`,
  });
  for (const what of ['sockets', 'files'] as const)
    print({
      name: `soak: ${what}`,
      figure: after[what],
      peer: quiet[what],
      unit: '',
      goal: `<= ${SPARE} more`,
      met: after[what] <= quiet[what] + SPARE,
      noisy: false,
      note: `${Math.max(...samples.map((each) => each[what]))} under load`,
    });
}
