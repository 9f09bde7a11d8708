import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type CallLine, callFrom, type Hold, HOLDS, ringAt } from '../../sip/desk-phone.ts';
import type { RawPhone } from '../../sip/raw-phone.ts';
import { until } from '../../until.ts';
import { type CallControlFixture, openCallControlFixture, type TenantWithPhones } from '../call-control-fixture.ts';
import { TONES } from '../talk.ts';

let fixture: CallControlFixture;
let shop: TenantWithPhones;
let ada: RawPhone;
let bob: RawPhone;

beforeAll(async () => {
  fixture = await openCallControlFixture();
  shop = await fixture.addTenant('bakery', ['101', '102', '103']);
  [ada, bob] = await Promise.all([shop.openRawPhone('101'), shop.openRawPhone('102')]);
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(fixture.control.output().slice(-20_000));
  [ada, bob].forEach((phone) => phone.clearUnread());
  await fixture.callsToEnd();
});
afterAll(async () => {
  for (const each of [ada, bob, fixture]) await each?.[Symbol.asyncDispose]();
});

/** Ada calls Bob, and they hear each other. */
async function talk(): Promise<{ atAda: CallLine; atBob: CallLine }> {
  const calling = callFrom(ada, '102', TONES.caller);
  const atBob = await (await ringAt(bob)).answer(TONES.callee);
  const atAda = await calling;
  await hearEachOther(atAda, atBob);
  return { atAda, atBob };
}
const hearEachOther = (atAda: CallLine, atBob: CallLine) =>
  Promise.all([atAda.media.hears(TONES.callee), atBob.media.hears(TONES.caller)]);

async function hangUp(atAda: CallLine, atBob: CallLine): Promise<void> {
  expect(await atAda.bye()).toBe(200);
  await atBob.ended();
  for (const line of [atAda, atBob]) await line[Symbol.asyncDispose]();
}

describe('hold', () => {
  const ways = Object.keys(HOLDS) as Hold[];
  test.each(ways.flatMap((how) => (['caller', 'callee'] as const).map((by) => [how, by] as const)))(
    '%s by the %s: the other side hears music, the holder hears nothing, and both talk again afterwards',
    async (how, by) => {
      const { atAda, atBob } = await talk();
      const [holder, held] = by === 'caller' ? [atAda, atBob] : [atBob, atAda];
      expect(await holder.hold(how)).toBe(200);
      await Promise.all([held.media.hears('sound'), holder.media.hears('silence')]);
      const since = Date.now();
      await until('two seconds of music', () => held.media.heard(since).packets >= 100);
      const tone = by === 'caller' ? TONES.caller : TONES.callee;
      expect(held.media.heard(since).tones).not.toContain(tone);
      expect(await holder.resume()).toBe(200);
      await hearEachOther(atAda, atBob);
      await hangUp(atAda, atBob);
    },
  );

  test('both hold and both resume', async () => {
    const { atAda, atBob } = await talk();
    expect(await atAda.hold()).toBe(200);
    expect(await atBob.hold()).toBe(200);
    expect(await atAda.resume()).toBe(200);
    await atAda.media.hears('sound');
    expect(await atBob.resume()).toBe(200);
    await hearEachOther(atAda, atBob);
    await hangUp(atAda, atBob);
  });

  test('hanging up on hold ends the call for both', async () => {
    const { atAda, atBob } = await talk();
    expect(await atBob.hold()).toBe(200);
    await atAda.media.hears('sound');
    await hangUp(atAda, atBob);
  });
});
