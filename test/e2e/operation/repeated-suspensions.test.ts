import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openFarEnd, startLoad, type LoadRow } from '../../sip/load.ts';
import type { StormCall } from '../../sip/short-messages.ts';
import { createTenant } from '../../tenants.ts';
import { until } from '../../until.ts';
import type { ApiUser } from '../api-user.ts';
import { NORA } from '../demo.ts';
import { printDuration, printLogsIfFailed } from '../diagnostics.ts';
import { type Product, startProduct } from '../product.ts';

const long = process.env['LONG'] === '1';
const TOGGLES = long ? 500 : 15;
/** Far below a call's duration, and far above the time on an idle machine. Benchmarks measure the speed. */
const MAX_MS = 10_000;
const CALLS_A_SECOND = long ? 25 : 10;

let product: Product;
let nora: ApiUser;

beforeAll(async () => {
  product = await startProduct();
  nora = await product.signIn(NORA);
});
afterEach(({ task }) => printLogsIfFailed(task, product));
afterAll(() => product?.[Symbol.asyncDispose]());

/** A tenant whose phone 102 answers every call, and whose 101 calls it. */
async function tenantUnderLoad(prefix: string) {
  const tenant = await createTenant(nora.ask, { prefix, extensions: ['101', '102'] });
  const row = async (number: string): Promise<LoadRow> => ({ ...(await tenant.credentials(number)), number: '102' });
  const far = await openFarEnd(product.sip, [await row('102')]);
  return { ...tenant, caller: await row('101'), [Symbol.asyncDispose]: () => far[Symbol.asyncDispose]() };
}

/** The clock has whole milliseconds, but the log of calls has fractions. */
const nextMillisecond = (): number => Date.now() + 1;

/** The time of a suspension: from the API's response until the reactivation is requested. */
type Suspension = { from: number; to: number };

const within = ({ from, to }: Suspension, at: number | undefined): boolean => at !== undefined && at > from && at < to;

/** Refused, announced or answered; a challenge isn't a decision. */
const isDecided = ({ earlyMediaAt, finalStatus }: StormCall): boolean =>
  earlyMediaAt !== undefined || (finalStatus > 0 && finalStatus !== 401);

/** Calls that were sent and decided while the tenant was suspended. Calls decided later may be admitted. */
const decidedIn = (suspension: Suspension, call: StormCall): boolean =>
  within(suspension, call.sentAt) && within(suspension, call.earlyMediaAt ?? call.finalAt);

test(
  `${TOGGLES} suspensions under ${CALLS_A_SECOND} calls a second: no call is admitted after the response`,
  { timeout: long ? 900_000 : 240_000 },
  async () => {
    await using storming = await tenantUnderLoad('storm');
    const { path, caller } = storming;
    await using storm = await startLoad({
      scenario: 'storm-calling',
      server: product.sip,
      rate: CALLS_A_SECOND,
      calls: 100_000,
      rows: [caller],
      holdMs: 20_000,
      deadlineMs: long ? 800_000 : 230_000,
    });
    const calls = async () => (await storm.soFar()).calls;
    const someSince = (at: number, decided: (call: StormCall) => boolean) =>
      until('a call of the storm to be decided', async () =>
        (await calls()).some((call) => call.sentAt > at && decided(call)),
      );

    const suspensions: Suspension[] = [];
    for (let i = 0; i < TOGGLES; i++) {
      await someSince(Date.now(), (call) => call.finalStatus === 200);
      await nora.patch(path, { status: 'SUSPENDED' });
      const from = nextMillisecond();
      await someSince(from, isDecided);
      suspensions.push({ from, to: nextMillisecond() });
      await nora.patch(path, { status: 'ACTIVE' });
    }
    await nora.patch(path, { status: 'SUSPENDED' });
    suspensions.push({ from: nextMillisecond(), to: Infinity });
    const { calls: all } = await storm.stop();

    const during = all.filter((call) => suspensions.some((suspension) => decidedIn(suspension, call)));
    expect(during.length).toBeGreaterThanOrEqual(TOGGLES);
    expect(during.filter((call) => call.finalStatus !== 403)).toEqual([]);
    const answered = all.filter((call) => call.finalStatus === 200);
    expect(answered.length).toBeGreaterThanOrEqual(TOGGLES);
    const ends = answered.flatMap((call) => {
      const suspension = suspensions.find(({ from }) => call.finalAt! <= from && call.endedAt! > from);
      return suspension ? call.endedAt! - suspension.from : [];
    });
    printDuration(`longest of ${ends.length} calls that a suspension ended, from its answer`, Math.max(...ends));
    expect(Math.max(...ends)).toBeLessThan(MAX_MS);
    expect(new Set(answered.map((call) => call.byeFrom))).toEqual(new Set(['them']));
    await until('no live call', async () => (await nora.get(`${path}/live-calls`)).items.length === 0);
  },
);

test('suspending a tenant ends all of its hundred calls', async () => {
  await using crowded = await tenantUnderLoad('crowd');
  const { path, caller } = crowded;
  await using storm = await startLoad({
    scenario: 'storm-calling',
    server: product.sip,
    rate: 20,
    calls: 100,
    rows: [caller],
    holdMs: 60_000,
  });
  await until(
    'a hundred calls',
    async () => (await storm.soFar()).calls.filter((call) => call.finalStatus === 200).length === 100,
  );
  await nora.patch(path, { status: 'SUSPENDED' });
  const from = Date.now();
  const { calls } = await storm.done;
  expect(calls.map((call) => call.byeFrom)).toEqual(Array.from({ length: 100 }, () => 'them'));
  const last = Math.max(...calls.map((call) => call.endedAt!)) - from;
  printDuration('from the answer to a suspension to the end of the last of 100 calls', last);
  expect(last).toBeLessThan(MAX_MS);
});
