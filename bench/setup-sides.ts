import { openFarEnd, setupPercentile, startLoad, type LoadResult, type LoadRow } from '../test/sip/load.ts';
import type { Address } from '../test/sip/message.ts';
import { addPlainDialplan, callers, failedOf, newFleet, PLAIN, registerCallees } from './phones.ts';
import { startPlainAsterisk } from './plain-asterisk.ts';
import { startBenchProduct } from './product.ts';

/** `ports`: of the sockets to check for lost datagrams. */
export type Side = { server: Address; rows: LoadRow[]; ports: number[] };

const HOLD_MS = 500;
/** The rates to try, in calls per second, until one fails. */
export const LADDER = [50, 60, 70, 80, 90, 100, 115, 130, 150, 170, 195, 225, 260, 300, 345, 400];
/** A slower call's INVITE is retransmitted, which means that Asterisk is only queueing. */
const HOLDS_MS = 500;
const RUNG_S = 6;

/**
 * `ours`: phones that call each other through call control. `plain`: the same phones and database on a second Asterisk with a plain two-line dialplan
 * and no cache. `cached`: that dialplan on our own Asterisk. `bare`: only the far end, to validate the generator.
 */
export async function startSides() {
  await using stack = new AsyncDisposableStack();
  const product = await startBenchProduct();
  stack.defer(() => product.close());
  const beside = stack.use(await startPlainAsterisk(product));
  const far = stack.use(await openFarEnd(product.sip));
  const fleet = await newFleet(product, 'bench');
  await registerCallees(product, fleet, far.port);
  await addPlainDialplan(product, fleet);
  await addPlainDialplan(beside, fleet);
  const ports = [product.sip.port, beside.sip.port, far.port];
  const raised = stack.move();
  return {
    product,
    ours: { server: product.sip, rows: callers(fleet), ports },
    plain: { server: beside.sip, rows: callers(fleet, PLAIN), ports },
    cached: { server: product.sip, rows: callers(fleet, PLAIN), ports },
    bare: { server: { host: '127.0.0.1', port: far.port }, rows: callers(fleet), ports },
    [Symbol.asyncDispose]: () => raised.disposeAsync(),
  };
}

export async function storm({ server, rows }: Side, rate: number, seconds: number): Promise<LoadResult> {
  const calls = rate * seconds;
  await using running = await startLoad({ scenario: 'storm-calling', server, rate, calls, holdMs: HOLD_MS, rows });
  return await running.done;
}

/** The highest rate at which every call is answered, and in time, for `rungSeconds`. */
export async function climb(side: Side, ladder: readonly number[] = LADDER, rungSeconds = RUNG_S): Promise<number> {
  let highest = 0;
  for (const rate of ladder) {
    if (!(await holds(side, rate, rungSeconds)) && !(await holds(side, rate, rungSeconds))) break;
    highest = rate;
  }
  return highest;
}

async function holds(side: Side, rate: number, seconds: number): Promise<boolean> {
  const result = await storm(side, rate, seconds);
  return failedOf(result) === 0 && setupPercentile(result.calls, 0.95) <= HOLDS_MS;
}
