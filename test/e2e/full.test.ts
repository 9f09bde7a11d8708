import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Carrier } from '../sip/carrier.ts';
import type { RawPhone } from '../sip/raw-phone.ts';
import { audioSdp } from '../sip/sdp.ts';
import { type CallControlFixture, openCallControlFixture } from './call-control-fixture.ts';

// A machine whose audio ports are used up: Asterisk takes no call then, so the last ones are for help.

/** For twelve channels, of which three are for help. */
const PORTS: [number, number] = [18_600, 18_623];

let fixture: CallControlFixture;
let ada: RawPhone;
let carrier: Carrier;

beforeAll(async () => {
  fixture = await openCallControlFixture({}, { rtpPorts: PORTS });
  const shop = await fixture.addTenant('shop', ['101']);
  await shop.addNumber('+12025550140', '101');
  await fixture.app.query('update outbound_permissions set max_concurrent = 100, max_concurrent_per_extension = 100');
  ada = await shop.openRawPhone('101');
  carrier = await fixture.addCarrier('Outside carrier');
});
afterAll(async () => {
  for (const each of [ada, carrier, fixture]) await each?.[Symbol.asyncDispose]();
});

test('calls are refused while there is still room for help, and 911 goes through', async () => {
  const atCarrier = carrier.listen();
  const call = (number: string) => ada.invite(number, audioSdp(9));
  const calls = [];
  for (let n = 0; n < 6; n++) calls.push(await call('2125550199').final);
  expect(calls.map(({ status }) => status)).toEqual([200, 200, 200, 200, 503, 503]);
  const help = call('911');
  expect((await help.final).status).toBe(200);
  for (let n = 0; n < 4; n++) await atCarrier.nextCall();
  expect((await atCarrier.nextCall()).dialled).toBe('911');
  expect((await ada.within(await help.dialog(), 'BYE')).status).toBe(200);
});
