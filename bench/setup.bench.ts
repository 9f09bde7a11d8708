import { openFarEnd, startLoad, type LoadResult, type LoadRow, setupPercentile } from '../test/sip/load.ts';
import type { Address } from '../test/sip/message.ts';
import { compare, median, print } from './measure.ts';
import { addPlainDialplan, callers, countUdpErrors, failedOf, newFleet, PLAIN, registerCallees } from './phones.ts';
import { startBenchProduct } from './product.ts';

const RATE = 50;
const SECONDS = 10;
const HOLD_MS = 500;
/** Calls a second that are tried for the knee, until one does not hold. */
const LADDER = [60, 70, 80, 90, 100, 115, 130, 150, 170, 195, 225, 260, 300, 345, 400];
/** A call that takes longer has its INVITE sent again: the engine is only queueing. */
const HOLDS_MS = 500;
const CLIMBS = 3;

/** `ports`: whose sockets are looked at for lost datagrams. */
type Side = { server: Address; rows: LoadRow[]; ports: number[] };

const storm = async ({ server, rows }: Side, rate: number, seconds: number): Promise<LoadResult> => {
  await using running = await startLoad({
    scenario: 'storm-calling',
    server,
    rate,
    calls: rate * seconds,
    holdMs: HOLD_MS,
    rows,
  });
  return await running.done;
};

/** INVITE to 200 through call control; the peer is the same engine, phones and database with a plain two-line dialplan. */
export async function run(): Promise<void> {
  const product = await startBenchProduct();
  try {
    await using far = await openFarEnd(product.sip);
    const fleet = await newFleet(product, 'bench');
    await registerCallees(product, fleet, far.port);
    await addPlainDialplan(product, fleet);
    const ports = [product.sip.port, far.port];
    await proveGenerator({ server: { host: '127.0.0.1', port: far.port }, rows: callers(fleet), ports });
    const ours = { server: product.sip, rows: callers(fleet), ports };
    const peer = { server: product.sip, rows: callers(fleet, PLAIN), ports };
    await compareTimes(ours, peer);
    await compareKnees(ours, peer);
  } finally {
    await product.close();
  }
}

/** The generator and the far end without an engine between them: what they themselves take and can do. */
async function proveGenerator(bare: Side): Promise<void> {
  for (const rate of [RATE, LADDER.at(-1)!]) {
    const lost = countUdpErrors(...bare.ports);
    const result = await storm(bare, rate, 5);
    const [p50, p95] = [0.5, 0.95].map((p) => setupPercentile(result.calls, p).toFixed(1));
    console.log(`bare target at ${rate} calls/s: p50 ${p50} ms, p95 ${p95} ms, ${failedOf(result)} failed, ${lost()}`);
  }
}

async function compareTimes(ours: Side, peer: Side): Promise<void> {
  const lost = countUdpErrors(...ours.ports);
  let failed = 0;
  const p95 = { ours: [] as number[], peer: [] as number[] };
  const side = (of: Side, tails: number[]) => async () => {
    const result = await storm(of, RATE, SECONDS);
    failed += failedOf(result);
    tails.push(setupPercentile(result.calls, 0.95));
    return setupPercentile(result.calls, 0.5);
  };
  const half = await compare({ ours: side(ours, p95.ours), peer: side(peer, p95.peer) });
  const note = `${failed} failed, ${lost()}`;
  const common = { unit: 'ms', noisy: half.noisy, note };
  print({ ...half, ...common, name: 'setup p50', goal: 'peer + 10 ms', met: half.figure <= half.peer + 10 });
  const [figure, theirs] = [median(p95.ours.slice(-5)), median(p95.peer.slice(-5))];
  print({ ...common, name: 'setup p95', figure, peer: theirs, goal: 'peer + 20 ms', met: figure <= theirs + 20 });
}

/** The highest rate at which every call is answered, and in time; each side climbs by turns, the medians count. */
async function compareKnees(ours: Side, peer: Side): Promise<void> {
  const lost = countUdpErrors(...ours.ports);
  const climbs = { ours: [] as number[], peer: [] as number[] };
  for (let n = 0; n < CLIMBS; n++) {
    climbs.ours.push(await climb(ours));
    climbs.peer.push(await climb(peer));
  }
  const [figure, theirs] = [median(climbs.ours), median(climbs.peer)];
  const note = `climbs ${climbs.ours.join(' ')} against ${climbs.peer.join(' ')}, ${lost()}`;
  const noisy = (Math.max(...climbs.peer) - Math.min(...climbs.peer)) / theirs > 0.25;
  const met = figure >= 0.8 * theirs;
  print({ name: 'setup knee', figure, peer: theirs, unit: 'calls/s', goal: '>= 0.80', met, noisy, note });
}

async function climb(side: Side): Promise<number> {
  let highest = RATE;
  for (const rate of LADDER) {
    if (!(await holds(side, rate)) && !(await holds(side, rate))) break;
    highest = rate;
  }
  return highest;
}

async function holds(side: Side, rate: number): Promise<boolean> {
  const result = await storm(side, rate, 6);
  return failedOf(result) === 0 && setupPercentile(result.calls, 0.95) <= HOLDS_MS;
}
