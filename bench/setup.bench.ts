import { setupPercentile } from '../test/sip/load.ts';
import { compare, median, print } from './measure.ts';
import { countUdpErrors, failedOf } from './phones.ts';
import { startSides, type Side, storm } from './setup-sides.ts';

const RATE = 50;
const SECONDS = 20;

/** The percentiles of a run, and how many of its calls failed. */
async function measured(side: Side): Promise<{ p50: number; p95: number; failed: number }> {
  const result = await storm(side, RATE, SECONDS);
  if (failedOf(result) > 0) console.log(`a round with failed calls: ${JSON.stringify(result.byStatus)}`);
  const [p50, p95] = [setupPercentile(result.calls, 0.5), setupPercentile(result.calls, 0.95)];
  return { p50, p95, failed: failedOf(result) };
}

/** The time from INVITE to 200 through call control. The peer is a plain Asterisk (`setup-sides.ts`). */
export async function run(): Promise<void> {
  await using sides = await startSides();
  const bare = await measured(sides.bare);
  console.log(`bare target: p50 ${bare.p50.toFixed(1)} ms, p95 ${bare.p95.toFixed(1)} ms, ${bare.failed} failed`);
  const lost = countUdpErrors(...sides.ours.ports);
  const rounds: Record<'ours' | 'plain' | 'cached', Awaited<ReturnType<typeof measured>>[]> = {
    ours: [],
    plain: [],
    cached: [],
  };
  const storms = (name: keyof typeof rounds) => async () => {
    const round = await measured(sides[name]);
    rounds[name].push(round);
    return round.p50;
  };
  const peer = async () => {
    await storms('cached')();
    return storms('plain')();
  };
  const { noisy } = await compare({ ours: storms('ours'), peer });
  const failed = rounds.ours.reduce((sum, round) => sum + round.failed, 0);
  const note = `${failed} failed of ${rounds.ours.length * RATE * SECONDS}, ${lost()}`;
  for (const [percentile, allowance] of [
    ['p50', 5],
    ['p95', 15],
  ] as const) {
    const of = (name: keyof typeof rounds) => median(rounds[name].slice(-5).map((round) => round[percentile]));
    const [figure, plain] = [of('ours'), of('plain')];
    const met = figure <= plain + allowance && failed === 0;
    const name = `setup ${percentile}`;
    print({ name, figure, peer: plain, unit: 'ms', goal: `peer + ${allowance} ms`, met, noisy, note });
    print({ name: `${name}, cached peer`, figure, peer: of('cached'), unit: 'ms', goal: 'none', met: true, noisy });
  }
}
