import { startLoad } from '../test/sip/load.ts';
import type { Address } from '../test/sip/message.ts';
import { median, print } from './measure.ts';
import { callers, countUdpErrors, type Fleet, newFleet } from './phones.ts';
import { startPlainAsterisk } from './plain-asterisk.ts';
import { startBenchProduct } from './product.ts';

/** The rates to try, in REGISTERs per second, until one fails. */
const LADDER = [100, 200, 300, 400, 500, 600, 700, 800, 1000, 1200];
const SECONDS = 8;
const CLIMBS = 3;
const GOAL = 500;

/** The highest rate of authenticated REGISTERs that all get 200. The peer is the Asterisk without a cache. */
export async function run(): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const product = await startBenchProduct();
  stack.defer(() => product.close());
  const beside = stack.use(await startPlainAsterisk(product));
  const fleet = await newFleet(product, 'bench');
  const lost = countUdpErrors(product.sip.port, beside.sip.port);
  const climbs = { ours: [] as number[], plain: [] as number[] };
  for (let n = 0; n < CLIMBS; n++) {
    climbs.ours.push(await climb(product.sip, fleet));
    climbs.plain.push(await climb(beside.sip, fleet));
  }
  const [figure, peer] = [median(climbs.ours), median(climbs.plain)];
  const noisy = (Math.max(...climbs.plain) - Math.min(...climbs.plain)) / peer > 0.25;
  const note = `climbs ${climbs.ours.join(' ')} against ${climbs.plain.join(' ')}, ${lost()}`;
  print({ name: 'register', figure, peer, unit: '/s', goal: `>= ${GOAL} /s`, met: figure >= GOAL, noisy, note });
}

async function climb(server: Address, fleet: Fleet): Promise<number> {
  let highest = 0;
  for (const rate of LADDER) {
    const calls = rate * SECONDS;
    await using storm = await startLoad({ scenario: 'registering', server, rate, calls, rows: callers(fleet) });
    const { byStatus } = await storm.done;
    if (byStatus[200] !== calls) break;
    highest = rate;
  }
  return highest;
}
