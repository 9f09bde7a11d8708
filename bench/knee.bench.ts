import { median, print } from './measure.ts';
import { countUdpErrors } from './phones.ts';
import { climb, startSides } from './setup-sides.ts';

const CLIMBS = 3;
const GOAL = 150;

/** The highest rate at which every call is answered in time. The sides climb alternately, and the medians count. */
export async function run(): Promise<void> {
  await using sides = await startSides();
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
