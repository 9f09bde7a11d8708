import { setTimeout as delay } from 'node:timers/promises';
import { requestAri } from '../src/asterisk/ari-request.ts';
import { readConnection } from '../src/asterisk/connection.ts';
import { newId } from '../src/platform/values/ids.ts';
import { type FarEnd, openFarEnd, type Load, startLoad, type LoadRow } from '../test/sip/load.ts';
import type { StormCall } from '../test/sip/short-messages.ts';
import { until } from '../test/until.ts';
import { compare, print } from './measure.ts';
import { addPlainDialplan, callers, countUdpErrors, type Fleet, newFleet, PLAIN, registerCallees } from './phones.ts';
import { type Product, startBenchProduct } from './product.ts';

const CALLS = 100;
const LONG_MS = 3_600_000;
const GIVE_UP_MS = 30_000;

/**
 * The time from a suspension until the last of 100 live calls has ended at both ends, except a 911 call. The peer orders Asterisk to hang up 100
 * calls.
 */
export async function run(): Promise<void> {
  const product = await startBenchProduct();
  try {
    await using far = await openFarEnd(product.sip);
    const fleet = await newFleet(product, 'bench');
    await registerCallees(product, fleet, far.port);
    await addPlainDialplan(product, fleet);
    await addCarrier(product, far.port);
    const lost = countUdpErrors(product.sip.port, far.port);
    // not by the phone that calls next, because SIPp never changes its cnonce, so both calls would have the same digest within a second, and the edge
    // accepts a digest only once
    await using emergency = await hold(product, [{ ...callers(fleet).at(-1)!, number: '911' }], 1);
    const result = await compare({
      ours: () => suspension(product, fleet, far),
      peer: () => bareDeletes(product, fleet, far),
    });
    const spared = (await emergency.soFar()).calls[0]!.endedAt === undefined;
    const note = `${CALLS} calls; the call to 911 ${spared ? 'continues' : 'WAS ENDED'}; ${lost()}`;
    const met = result.figure / result.peer <= 1.3 && spared;
    print({ name: 'teardown', ...result, unit: 'ms', goal: '<= 1.30, 911 spared', met, note });
  } finally {
    await product.close();
  }
}

async function addCarrier({ superuser }: Product, port: number): Promise<void> {
  const text = `insert into trunks (id, name, host, port, match) values ($1, 'far end', '127.0.0.1', $2::int, '127.0.0.1:' || $2)`;
  await superuser.query(text, [newId(), port]);
}

/** Places calls that last until they are ended; resolves when all have been answered. */
async function hold({ sip }: Product, rows: readonly LoadRow[], calls: number): Promise<Load> {
  const storm = await startLoad({ scenario: 'storm-calling', server: sip, rate: 25, calls, holdMs: LONG_MS, rows });
  await until('all calls to be answered', async () => (await storm.soFar()).byStatus[200] === calls, GIVE_UP_MS, 50);
  return storm;
}

async function suspension(product: Product, fleet: Fleet, far: FarEnd): Promise<number> {
  const { call } = product;
  const ms = await timeOfEnd(product, callers(fleet), far, () =>
    call('POST', `/tenants/${fleet.tenantId}/suspend`, { reason: 'manual' }),
  );
  await call('POST', `/tenants/${fleet.tenantId}/reactivate`, {});
  return ms;
}

/** One request per call, for the caller's channel; Asterisk ends the callee's. 16 at a time, the number of connections. */
function bareDeletes(product: Product, fleet: Fleet, far: FarEnd): Promise<number> {
  const asterisk = readConnection(product.dataDir);
  return timeOfEnd(product, callers(fleet, PLAIN), far, async () => {
    const { body } = await requestAri(asterisk, 'GET', 'channels');
    const dialling = (body as { id: string; dialplan: { app_name: string } }[]).filter(
      ({ dialplan }) => dialplan.app_name === 'Dial',
    );
    if (dialling.length !== CALLS) throw new Error(`Asterisk has ${dialling.length} calls, not ${CALLS}.`);
    await Promise.all(dialling.map(({ id }) => requestAri(asterisk, 'DELETE', `channels/${id}?reason_code=21`)));
  });
}

/** The time from the order until the last BYE at either end. */
async function timeOfEnd(
  product: Product,
  rows: readonly LoadRow[],
  far: FarEnd,
  order: () => Promise<unknown>,
): Promise<number> {
  const earlier = new Set((await far.soFar()).calls.map(({ callId }) => callId));
  await using storm = await hold(product, rows, CALLS);
  // let Asterisk finish its own work for each answer
  await delay(500);
  const begun = Date.now();
  await order();
  const mine = async (): Promise<StormCall[]> => {
    const callees = (await far.soFar()).calls.filter(({ callId }) => !earlier.has(callId));
    return [...(await storm.soFar()).calls, ...callees];
  };
  await until(
    'all calls to end',
    async () => (await mine()).every(({ endedAt }) => endedAt !== undefined),
    GIVE_UP_MS,
    50,
  );
  return Math.max(...(await mine()).map(({ endedAt }) => endedAt!)) - begun;
}
