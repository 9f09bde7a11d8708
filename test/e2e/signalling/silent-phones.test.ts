import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { LiveState } from '../../../src/live/contract.ts';
import { RawPhone } from '../../sip/raw-phone.ts';
import { audioSdp } from '../../sip/sdp.ts';
import type { Transport } from '../../sip/wire.ts';
import { until } from '../../until.ts';
import { type CallControlFixture, openCallControlFixture, type TenantWithPhones } from '../call-control-fixture.ts';
import { descendantsOf } from '../processes.ts';

// An unplugged phone sends nothing, and stays registered until its registration expires.

const ROUND_SECONDS = 1;

let fixture: CallControlFixture;
let shop: TenantWithPhones;
const phones = new Set<RawPhone>();

beforeAll(async () => {
  fixture = await openCallControlFixture({}, { roundSeconds: ROUND_SECONDS });
  shop = await fixture.addTenant('shop', ['101', '102', '103', '104', '105', '106', '107', '108', '109']);
});
afterEach(({ task }) => {
  if (task.result?.state === 'fail') console.log(fixture.control.output().slice(-20_000));
});
afterAll(async () => {
  for (const each of [...phones, fixture]) await each?.[Symbol.asyncDispose]();
});

async function register(number: string, transport: Transport = 'udp'): Promise<RawPhone> {
  const phone = await RawPhone.open({ ...(await shop.credentials(number)), server: fixture.sip, transport });
  phones.add(phone);
  expect((await phone.register()).status).toBe(200);
  return phone;
}
/** Answers OPTIONS until it is stopped. */
function answering(phone: RawPhone): { stop(): void } {
  const stopping = new AbortController();
  const answer = async (): Promise<void> => {
    for (;;) {
      const options = await phone.nextRequest('OPTIONS', 600_000);
      if (stopping.signal.aborted) return;
      phone.respond(options, 200, 'OK');
    }
  };
  void answer().catch(() => {});
  return { stop: () => stopping.abort() };
}
const asked = (phone: RawPhone): number => phone.received.filter(({ method }) => method === 'OPTIONS').length;
async function unplug(phone: RawPhone): Promise<void> {
  await phone[Symbol.asyncDispose]();
  phones.delete(phone);
}
async function presence(number: string): Promise<string | undefined> {
  const { body }: { body: LiveState } = await fixture.ask('GET', `${shop.path}/live`);
  return body.extensions.find((extension) => extension.number === number)?.presence;
}
const becomes = (number: string, what: string): Promise<unknown> =>
  until(`${number} to be ${what}`, async () => (await presence(number)) === what);
const events = async (number: string): Promise<string[]> =>
  (
    await fixture.app.query<{ name: string }>(
      `select name from queued_events where name like 'phone.%' and facts->>'number' = $1 order by id`,
      [number],
    )
  ).map(({ name }) => name);

// each has its own phones, and waits most of the time
describe.concurrent('with the edge running', () => {
  test('a vanished phone is offline soon if it answered OPTIONS or had a connection, any other once its registration expires', async () => {
    const [there, mute, connected] = await Promise.all([register('101'), register('102'), register('103', 'tcp')]);
    answering(there);
    await until('both to be asked', () => asked(there) > 2 && asked(mute) > 2);
    for (const number of ['101', '102', '103']) expect(await presence(number)).toBe('Available');
    await Promise.all([there, mute, connected].map(unplug));
    await Promise.all([becomes('101', 'Offline'), becomes('103', 'Offline')]);
    expect(await presence('102')).toBe('Available');
    expect(await events('101')).toEqual(['phone.online', 'phone.offline']);

    await register('101');
    expect(await presence('101')).toBe('Available');
    expect(await events('101')).toEqual(['phone.online', 'phone.offline', 'phone.online']);
  });

  test('a phone is online again without registering after a network outage, and calls try it meanwhile', async () => {
    const phone = await register('104');
    const first = answering(phone);
    await until('it to be asked twice', () => asked(phone) > 1);
    first.stop();
    await becomes('104', 'Offline');
    const caller = await register('105');
    const call = caller.invite('104', audioSdp(9));
    const invite = await phone.nextRequest('INVITE');
    phone.respond(invite, 486, 'Busy Here');
    expect((await call.final).status).toBe(486);
    answering(phone);
    await becomes('104', 'Available');
  });

  test('a phone that no longer answers OPTIONS but still registers is online', async () => {
    const phone = await register('109');
    const first = answering(phone);
    await until('it to be asked twice', () => asked(phone) > 1);
    first.stop();
    await becomes('109', 'Offline');
    expect((await phone.register()).status).toBe(200);
    const before = asked(phone);
    // it answers one of three, so it is asked more often than it takes to count as silent
    await until('it to be asked in vain', () => asked(phone) > before + 3);
    expect(await presence('109')).toBe('Available');
    await unplug(phone);
  });
});

test('after the edge restarts, phones are reachable the same way, and their online status is unchanged', async () => {
  const [there, connected] = await Promise.all([register('106'), register('107', 'tcp')]);
  const gone = await register('108');
  const answers = answering(there);
  answering(gone);
  await until('both to be asked', () => asked(there) > 1 && asked(gone) > 1);
  await unplug(gone);
  await becomes('108', 'Offline');

  const before = asked(there);
  const edge = descendantsOf(process.pid).find(({ command }) =>
    command.includes(`${fixture.folder}/edge/kamailio.cfg`),
  );
  expect(edge).toBeDefined();
  if (edge) process.kill(edge.pid, 'SIGKILL');
  await until('OPTIONS of the new edge', () => asked(there) > before + 1);
  // its connection is gone, and it does not register again
  await becomes('107', 'Offline');
  expect(await presence('108')).toBe('Offline');
  expect(await presence('106')).toBe('Available');
  answers.stop();
  await becomes('106', 'Offline');
  await unplug(connected);
});
