import { setupPercentile } from '../test/sip/load.ts';
import { median, print } from './measure.ts';
import { countUdpErrors, failedOf } from './phones.ts';
import { raiseSides, type Side, storm } from './setup-sides.ts';

/** Calls a second that are tried, until one does not hold. */
const LADDER = [50, 60, 70, 80, 90, 100, 115, 130, 150, 170, 195, 225, 260, 300, 345, 400];
/** A call that takes longer has its INVITE sent again: Asterisk is only queueing. */
const HOLDS_MS = 500;
const SECONDS = 6;
const CLIMBS = 3;
const GOAL = 150;

/** The highest rate at which every call is answered, and in time; the sides climb by turns, the medians count. */
export async function run(): Promise<void> {
  await using sides = await raiseSides();
  const lost = countUdpErrors(...sides.ours.ports);
  const climbs = { ours: [] as number[], plain: [] as number[], cached: [] as number[] };
  for (let n = 0; n < CLIMBS; n++)
    for (const name of ['ours', 'plain', 'cached'] as const) climbs[name].push(await climb(sides[name]));
  const [figure, peer, cached] = [median(climbs.ours), median(climbs.plain), median(climbs.cached)];
  const note = `climbs ${climbs.ours.join(' ')} against ${climbs.plain.join(' ')}, ${lost()}`;
  const noisy = (Math.max(...climbs.plain) - Math.min(...climbs.plain)) / peer > 0.25;
  const met = figure >= 0.8 * peer && figure >= GOAL;
  print({ name: 'knee', figure, peer, unit: 'calls/s', goal: `>= 0.80, >= ${GOAL} calls/s`, met, noisy, note });
  print({ name: 'knee, cached peer', figure, peer: cached, unit: 'calls/s', goal: 'none', met: true, noisy });
}

async function climb(side: Side): Promise<number> {
  let highest = 0;
  for (const rate of LADDER) {
    if (!(await holds(side, rate)) && !(await holds(side, rate))) break;
    highest = rate;
  }
  return highest;
}

async function holds(side: Side, rate: number): Promise<boolean> {
  const result = await storm(side, rate, SECONDS);
  return failedOf(result) === 0 && setupPercentile(result.calls, 0.95) <= HOLDS_MS;
}
