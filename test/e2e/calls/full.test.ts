import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Carrier } from '../../sip/carrier.ts';
import type { RawPhone } from '../../sip/raw-phone.ts';
import { audioSdp } from '../../sip/sdp.ts';
import { until } from '../../until.ts';
import { type CallControlFixture, openCallControlFixture } from '../call-control-fixture.ts';

// A machine at its limits: what is left is reserved for emergency calls.

/** Audio for twelve channels, of which three are reserved for emergency calls. Without a free port, Asterisk takes no call. */
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

test('ordinary calls are refused while there is still capacity for 911, and 911 goes through', async () => {
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

test('while Asterisk is overloaded, new calls are refused at once, and 911 goes through', async () => {
  const invite = (number: string) => ({
    method: 'INVITE',
    uri: `sip:${number}@${fixture.sip.host}:${fixture.sip.port}`,
    headers: [`Contact: ${ada.contact}`],
    body: audioSdp(9),
  });
  const atCarrier = carrier.listen();
  process.kill(fixture.asterisk.pid, 'SIGSTOP');
  const waiting = Array.from({ length: 17 }, () => ada.ask(invite('2125550199'), 60_000));
  const refused = await until('calls to be refused', () => ada.ask(invite('2125550199'), 300));
  expect(refused.status).toBe(503);
  expect(refused.header('Retry-After')).toBe('5');
  const help = ada.invite('911', audioSdp(9));
  expect((await help.provisional(100)).callId).toBe(help.callId);
  process.kill(fixture.asterisk.pid, 'SIGCONT');
  expect((await help.final).status).toBe(200);
  expect((await atCarrier.nextCall()).dialled).toBe('911');
  expect((await ada.within(await help.dialog(), 'BYE')).status).toBe(200);
  expect(new Set((await Promise.all(waiting)).map(({ status }) => status))).toEqual(new Set([401]));
  expect((await ada.ask(invite('2125550199'))).status).toBe(401);
});
