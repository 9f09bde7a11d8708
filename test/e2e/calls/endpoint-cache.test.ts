import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../ports.ts';
import { md5 } from '../../sip/digest.ts';
import { RawPhone } from '../../sip/raw-phone.ts';
import { audioSdp } from '../../sip/sdp.ts';
import { until } from '../../until.ts';
import { type CallControlFixture, openCallControlFixture, type TenantWithPhones } from '../call-control-fixture.ts';

let fixture: CallControlFixture;
beforeAll(async () => {
  fixture = await openCallControlFixture();
});
afterEach(({ task }) => {
  if (task.result?.state === 'fail') console.log(fixture.control.output());
});
afterAll(() => fixture?.[Symbol.asyncDispose]());

/** A tenant whose phone 101 has registered and called 102, so that both are in Asterisk's cache. */
async function cached(prefix: string): Promise<{ tenant: TenantWithPhones; phone: RawPhone } & AsyncDisposable> {
  await using opening = new AsyncDisposableStack();
  const tenant = await fixture.addTenant(prefix, ['101', '102']);
  const phone = opening.use(await tenant.openRawPhone('101'));
  const callee = opening.use(await tenant.openPhone('102'));
  callee.listen({ rejectWith: 486 });
  expect(await dial(phone, '102')).toBe(486);
  const opened = opening.move();
  return { tenant, phone, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

/** The final status of a call. */
const dial = async (phone: RawPhone, number: string): Promise<number | undefined> =>
  (await phone.invite(number, audioSdp(await freePort())).final).status;

const register = async (phone: RawPhone): Promise<number | undefined> => (await phone.register()).status;

/**
 * Repeats until the response is 401. Asterisk learns of a change some milliseconds after its commit. Until then the response is 500, because it finds
 * the phone but no password.
 */
async function becomesUnauthorized(ask: () => Promise<number | undefined>): Promise<void> {
  const seen: (number | undefined)[] = [];
  await until('a 401', async () => seen.push(await ask()) > 0 && seen.at(-1) === 401);
  expect(seen.filter((status) => status !== 401 && status !== 500)).toEqual([]);
}

const change = (sql: string, ...values: unknown[]) => fixture.app.query(sql, values);

describe('right after a change, with everything about a phone in the cache', () => {
  test('a deleted extension can neither register nor call, nor be called', async () => {
    await using both = await cached('deleted');
    await change(`delete from extensions where sip_username = 'deleted-101'`);
    await becomesUnauthorized(() => register(both.phone));
    expect(await dial(both.phone, '102')).toBe(401);
    await using other = await both.tenant.openRawPhone('102');
    expect(await dial(other, '101')).toBe(404);
  });

  test('an old password is refused, and the new one works', async () => {
    await using both = await cached('renewed');
    await change(`update extensions set ha1 = $1 where sip_username = 'renewed-101'`, md5('renewed-101:phones:new'));
    await becomesUnauthorized(() => register(both.phone));
    expect(await dial(both.phone, '102')).toBe(401);
    await using renewed = await RawPhone.open({ sipUsername: 'renewed-101', password: 'new', server: fixture.sip });
    expect(await register(renewed)).toBe(200);
    expect(await dial(renewed, '102')).toBe(486);
  });

  test('a suspended tenant can call only 911, and its phones stay registered', async () => {
    await using both = await cached('suspended');
    await using carrier = await fixture.addCarrier('for help');
    carrier.listen({ rejectWith: 486 });
    await both.tenant.setStatus('SUSPENDED');
    expect(await dial(both.phone, '102')).toBe(403);
    expect(await register(both.phone)).toBe(200);
    expect(await dial(both.phone, '911')).toBe(486);
    await both.tenant.setStatus('ACTIVE');
    expect(await dial(both.phone, '102')).toBe(486);
    await change('delete from trunks');
  });

  test('a phone of a cancelled tenant can neither register nor call', async () => {
    await using both = await cached('cancelled');
    await both.tenant.cancel();
    await becomesUnauthorized(() => register(both.phone));
    expect(await dial(both.phone, '102')).toBe(401);
  });

  test('a trunk is called at its new address, and not at all once it is switched off', async () => {
    await using both = await cached('outside');
    await both.tenant.addNumber('+12125550101');
    await using before = await fixture.addCarrier('moving');
    await using after = await fixture.addCarrier('the new address');
    await change(`delete from trunks where name = 'the new address'`);
    before.listen({ rejectWith: 486 });
    after.listen({ rejectWith: 404 });
    expect(await dial(both.phone, '2125559999')).toBe(486);
    await change(`update trunks set port = $1::int, match = '127.0.0.1:' || $1::int where name = 'moving'`, after.port);
    await until('the new address to be called', async () => (await dial(both.phone, '2125559999')) === 404);
    await change('update trunks set enabled = false');
    expect(await dial(both.phone, '2125559999')).toBe(503);
    await change('delete from trunks');
  });
});
