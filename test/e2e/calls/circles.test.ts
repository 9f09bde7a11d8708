import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { parseParty, type SipMessage, userPart } from '../../sip/message.ts';
import { RawPhone } from '../../sip/raw-phone.ts';
import { audioSdp } from '../../sip/sdp.ts';
import { type CallControlFixture, openCallControlFixture, type TenantWithPhones } from '../call-control-fixture.ts';

// Three tenants whose phones forward to each other's numbers. The carrier brings each call back, as the telephone network does.

const NUMBERS = ['+12125550101', '+13105550101', '+14155550101'] as const;

let fixture: CallControlFixture;
let tenants: TenantWithPhones[];
let ada: RawPhone;
let carrier: RawPhone;

beforeAll(async () => {
  fixture = await openCallControlFixture();
  carrier = await RawPhone.open({ sipUsername: 'carrier', password: '', server: fixture.sip });
  await fixture.addTrunk('North', carrier.address.port);
  tenants = [];
  for (const [n, number] of NUMBERS.entries()) {
    const tenant = await fixture.addTenant(`shop${n}`, ['101', '102']);
    await tenant.addNumber(number, '101');
    const always = { kind: 'external', number: NUMBERS[(n + 1) % NUMBERS.length] };
    const at = `${tenant.path}/extensions/${tenant.extensionId('101')}/forwarding`;
    expect(await fixture.ask('PUT', at, { always })).toMatchObject({ status: 200 });
    tenants.push(tenant);
  }
  const [first] = tenants;
  if (!first) throw new Error('no tenant');
  ada = await first.openRawPhone('102');
});
afterEach(({ task }) => {
  if (task.result?.state === 'fail') console.log(fixture.control.output().slice(-20_000));
});
afterAll(async () => {
  for (const each of [ada, carrier, fixture]) await each?.[Symbol.asyncDispose]();
});

/** Sends the carrier's call back to its number as a new call, and ends it in the same way. */
async function bringBack(invite: SipMessage): Promise<void> {
  carrier.respond(invite, 100, 'Trying');
  const { host, port } = fixture.sip;
  const number = userPart(invite.uri ?? '');
  const from = `<sip:${parseParty(invite.header('From') ?? '').number}@carrier.example>;tag=${randomBytes(6).toString('hex')}`;
  const headers = [`Contact: ${carrier.contact}`];
  const back = { method: 'INVITE', uri: `sip:${number}@${host}:${port}`, from, callId: randomUUID(), headers };
  const { status = 500 } = await carrier.ask({ ...back, body: audioSdp(9) });
  carrier.respond(invite, status, 'No');
}

test('a call that three tenants forward in a circle ends for everyone, and each tenant’s history has its part', async () => {
  const call = ada.invite(NUMBERS[0], audioSdp(9));
  const sent: string[] = [];
  const over = new AbortController();
  const bringing: Promise<void>[] = [];
  const carrying = (async () => {
    while (!over.signal.aborted) {
      const invite = await carrier.nextRequest('INVITE', 1000).catch(() => null);
      if (!invite) continue;
      sent.push(userPart(invite.uri ?? ''));
      bringing.push(bringBack(invite));
    }
  })();
  expect((await call.final).status).toBe(480);
  over.abort();
  await Promise.all([carrying, ...bringing]);
  await fixture.callsToEnd();
  const [first, second, third] = NUMBERS;
  expect(sent).toEqual([first, second, third, first, second]);
  const history = await fixture.app.query<{ number: string; outcome: string }>(
    `select to_number as number, outcome from calls where direction = 'inbound' order by admitted_at, id`,
  );
  // the last one wasn't forwarded, and the others continued to ring
  const ends = ['missed', 'missed', 'missed', 'missed', 'unreachable'];
  expect(history).toEqual(ends.map((outcome, n) => ({ number: NUMBERS[n % 3], outcome })));
});
