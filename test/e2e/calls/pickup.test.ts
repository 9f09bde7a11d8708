import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type CallLine, callFrom, dialFrom, ringAt } from '../../sip/desk-phone.ts';
import type { RawPhone } from '../../sip/raw-phone.ts';
import { audioSdp } from '../../sip/sdp.ts';
import { until } from '../../until.ts';
import { type CallControlFixture, openCallControlFixture, type TenantWithPhones } from '../call-control-fixture.ts';

const TONE = { ada: 440, cleo: 900 };

let fixture: CallControlFixture;
let shop: TenantWithPhones;
let garage: TenantWithPhones;
let ada: RawPhone;
let bob: RawPhone;
let cleo: RawPhone;
let dan: RawPhone;

beforeAll(async () => {
  fixture = await openCallControlFixture();
  shop = await fixture.addTenant('bakery', ['101', '102', '103', '104']);
  garage = await fixture.addTenant('garage', ['102', '103']);
  [ada, bob, cleo, dan] = await Promise.all([
    shop.openRawPhone('101'),
    shop.openRawPhone('102'),
    shop.openRawPhone('103'),
    shop.openRawPhone('104'),
  ]);
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(fixture.control.output().slice(-6000));
  await shop.setStatus('ACTIVE');
  await fixture.callsToEnd();
  [ada, bob, cleo, dan].forEach((phone) => phone.clearUnread());
});
afterAll(async () => {
  for (const each of [ada, bob, cleo, dan, fixture]) await each?.[Symbol.asyncDispose]();
});

/** Ada calls Bob, whose phone rings. */
async function ringing() {
  const calling = await dialFrom(ada, '102');
  return { calling, atBob: await ringAt(bob) };
}
const hearEachOther = (atAda: CallLine, atCleo: CallLine) =>
  Promise.all([atAda.media.hears(TONE.cleo), atCleo.media.hears(TONE.ada)]);

/** Waits until the ringing phone stops. Returns the reasons that it gets. */
async function stopped({ invite }: Awaited<ReturnType<typeof ringAt>>): Promise<string> {
  const cancel = await bob.nextRequest('CANCEL');
  bob.respond(cancel, 200, 'OK');
  bob.respond(invite, 487, 'Request Terminated');
  return cancel.headers('Reason').join();
}

describe('picking up a call', () => {
  test.each(['*8102', '*8'])(
    'by %s: the phone talks to the caller, and the phone that rang shows no missed call',
    async (dialled) => {
      const { calling, atBob } = await ringing();
      const atCleo = await callFrom(cleo, dialled, TONE.cleo);
      const atAda = await calling.answered(TONE.ada);
      await hearEachOther(atAda, atCleo);
      expect(await stopped(atBob)).toContain('completed elsewhere');
      expect(await atCleo.hold()).toBe(200);
      await atAda.media.hears('sound');
      expect(await atCleo.resume()).toBe(200);
      await hearEachOther(atAda, atCleo);
      expect(await atAda.bye()).toBe(200);
      expect((await atCleo.ended()).method).toBe('BYE');
      await until('both calls are written down', async () => {
        const calls = await fixture.app.query<{ path: { event: string }[] }>(
          `select path from calls where answered_extension_id = $1 and to_number = '102' order by ended_at desc limit 1`,
          [shop.extensionId('103')],
        );
        return calls[0]?.path.at(-1)?.event === 'picked_up';
      });
    },
  );

  test('of two phones at the same time, one gets the call, and the other hears that there is nothing to pick up', async () => {
    const { calling, atBob } = await ringing();
    const pickers = [await dialFrom(cleo, '*8102'), await dialFrom(dan, '*8102')];
    const statuses = await Promise.all(pickers.map(async ({ outgoing }) => (await outgoing.final).status ?? 0));
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 480]);
    await stopped(atBob);
    const atAda = await calling.answered(TONE.ada);
    expect(await atAda.bye()).toBe(200);
    await (statuses[0] === 200 ? cleo : dan).nextRequest('BYE').then((bye) => {
      (statuses[0] === 200 ? cleo : dan).respond(bye, 200, 'OK');
    });
  });

  test('at the instant of the answer: one of the two phones gets the call, and it ends for both sides', async () => {
    for (let round = 0; round < 5; round++) {
      const { calling, atBob } = await ringing();
      const picker = await dialFrom(cleo, '*8102');
      const atBobLine = await atBob.answer(TONE.cleo);
      const atAda = await calling.answered(TONE.ada);
      const { status } = await picker.outgoing.final;
      await atAda.media.hears(TONE.cleo).catch(() => {});
      expect([200, 480]).toContain(status);
      expect(await atAda.bye()).toBe(200);
      await fixture.callsToEnd();
      await atBobLine[Symbol.asyncDispose]();
      [ada, bob, cleo].forEach((phone) => phone.clearUnread());
    }
  });

  test('works only within the tenant, and not while the tenant is suspended', async () => {
    await using gus = await garage.openRawPhone('103');
    const { calling, atBob } = await ringing();
    for (const dialled of ['*8102', '*8']) expect((await gus.invite(dialled, audioSdp(9)).final).status).toBe(480);
    calling.outgoing.cancel();
    await stopped(atBob);
    await shop.setStatus('SUSPENDED');
    expect((await (await dialFrom(cleo, '*8102')).outgoing.final).status).toBe(403);
  });

  test('suspending the tenant ends a picked-up call for both sides', async () => {
    const { calling, atBob } = await ringing();
    const atCleo = await callFrom(cleo, '*8102', TONE.cleo);
    const atAda = await calling.answered(TONE.ada);
    await stopped(atBob);
    await hearEachOther(atAda, atCleo);
    await shop.setStatus('SUSPENDED');
    await atAda.ended();
    expect((await atCleo.ended()).method).toBe('BYE');
  });
});

test('a picked-up call survives call control', async () => {
  const { calling, atBob } = await ringing();
  const atCleo = await callFrom(cleo, '*8102', TONE.cleo);
  const atAda = await calling.answered(TONE.ada);
  await stopped(atBob);
  await hearEachOther(atAda, atCleo);
  await fixture.control.kill('SIGKILL');
  await fixture.control.start();
  await hearEachOther(atAda, atCleo);
  expect(await atAda.bye()).toBe(200);
  expect((await atCleo.ended()).method).toBe('BYE');
});
