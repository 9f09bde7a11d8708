import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Carrier } from '../../sip/carrier.ts';
import type { Dialog } from '../../sip/dialog.ts';
import { audioAddress } from '../../sip/message.ts';
import type { RawPhone } from '../../sip/raw-phone.ts';
import { RtpParty } from '../../sip/rtp-party.ts';
import { audioSdp } from '../../sip/sdp.ts';
import { until } from '../../until.ts';
import { type CallControlFixture, openCallControlFixture, type TenantWithPhones } from '../call-control-fixture.ts';

let fixture: CallControlFixture;
let shop: TenantWithPhones;
let carrier: Carrier;
let resources: AsyncDisposableStack;

beforeAll(async () => {
  resources = new AsyncDisposableStack();
  fixture = resources.use(await openCallControlFixture({ SILENT_PHONE_SECONDS: '2', MAX_CALL_HOURS: '0.02' }));
  carrier = resources.use(await fixture.addCarrier('carrier'));
  shop = await fixture.addTenant('bakery', ['101', '102', '103', '104', '105', '106']);
  await shop.addNumber('+12125550101', '101');
});
afterEach(({ task }) => {
  if (task.result?.state === 'fail') console.log(fixture.control.output().slice(-20_000));
});
afterAll(() => resources?.disposeAsync());

type Live = { id: string; emergency: boolean; from_number: string; silent_since: Date | null };
const live = () => fixture.app.query<Live>('select * from live_calls order by admitted_at');

async function callOut(phone: RawPhone, number: string, port: number): Promise<Dialog> {
  const call = phone.invite(number, audioSdp(port));
  const final = await call.final;
  expect(final.status).toBe(200);
  return call.dialog();
}

/** Responds to every re-INVITE for as long as the test runs. */
function staysReachable(phone: RawPhone, port: number): { asked: () => number } {
  let asked = 0;
  const answer = async (): Promise<void> => {
    for (;;) {
      const again = await phone.nextRequest('INVITE', 200_000);
      phone.respond(again, 200, 'OK', { body: audioSdp(port) });
      asked++;
    }
  };
  answer().catch(() => {});
  return { asked: () => asked };
}

test('calls of a vanished phone end, 911 calls too; a silent phone that still responds stays connected; MAX_CALL_HOURS ends the rest', async () => {
  const phones = await Promise.all(
    ['101', '102', '103', '104', '105', '106'].map((number) => shop.openRawPhone(number)),
  );
  const [gone, peer, goneInEmergency, mutedInEmergency, speaker, listener] = phones as [
    RawPhone,
    RawPhone,
    RawPhone,
    RawPhone,
    RawPhone,
    RawPhone,
  ];
  const [sound, back] = [resources.use(await RtpParty.open()), resources.use(await RtpParty.open())];
  carrier.listen({ deadlineMs: 200_000 });

  const started = Date.now();
  // one phone speaks to another without end
  const talk = speaker.invite('106', audioSdp(sound.port));
  const offered = await listener.nextRequest('INVITE');
  listener.respond(offered, 200, 'OK', { body: audioSdp(back.port) });
  const answered = await talk.final;
  sound.speak(audioAddress(answered) ?? expect.fail('no audio'), 0);
  back.speak(audioAddress(offered) ?? expect.fail('no audio'), 0);
  // a phone that vanishes during a call with another
  const vanishing = gone.invite('102', audioSdp(sound.port));
  peer.respond(await peer.nextRequest('INVITE'), 200, 'OK', { body: audioSdp(9) });
  expect((await vanishing.final).status).toBe(200);
  // two calls to 911: the phone of one vanishes, that of the other is muted
  await callOut(goneInEmergency, '911', 9);
  await callOut(mutedInEmergency, '911', 9);
  const muted = staysReachable(mutedInEmergency, 9);
  staysReachable(peer, 9);
  await Promise.all([gone, goneInEmergency].map((phone) => phone[Symbol.asyncDispose]()));
  expect(await live()).toHaveLength(4);

  await until('silence to be noticed', async () => (await live()).filter((call) => call.silent_since).length === 3);
  await until('the dead calls to end', async () => (await live()).length === 2, 70_000);
  expect((await live()).map(({ emergency }) => emergency)).toEqual([false, true]);
  expect(muted.asked()).toBeGreaterThan(0);
  // the other side of a dead call is hung up
  peer.respond(await peer.nextRequest('BYE'), 200, 'OK');

  listener.respond(await listener.nextRequest('BYE', 100_000), 200, 'OK');
  speaker.respond(await speaker.nextRequest('BYE'), 200, 'OK');
  expect(Date.now() - started).toBeGreaterThan(72_000);
  await until('the end to be written', async () => (await live()).length === 1);
  expect(await live()).toMatchObject([{ emergency: true }]);
});
