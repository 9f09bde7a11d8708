import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Carrier } from '../../sip/carrier.ts';
import { seeded } from '../../sip/mutations.ts';
import { openRoguePhone } from '../../sip/rogue-phone.ts';
import { until } from '../../until.ts';
import { backtraceOf } from '../backtrace.ts';
import { type CallControlFixture, openCallControlFixture, type TenantWithPhones } from '../call-control-fixture.ts';

const SECONDS = process.env['LONG'] ? 300 : 6;
// only long runs try new messages: otherwise a change would be refused for what it has nothing to do with
const seed = Number(process.env['SEED'] ?? (process.env['LONG'] ? Math.floor(Math.random() * 2 ** 31) : 1));
const AT_ONCE = 4;

let fixture: CallControlFixture;
let good: TenantWithPhones;
let rogue: TenantWithPhones;
let carrier: Carrier;
beforeAll(async () => {
  fixture = await openCallControlFixture();
  good = await fixture.addTenant('good', ['101', '102']);
  rogue = await fixture.addTenant('rogue', ['101', '102']);
  carrier = await fixture.addCarrier('Outside');
});
afterAll(() => fixture?.[Symbol.asyncDispose]());

test(
  'a registered phone that sends malformed SIP harms no other call',
  { timeout: SECONDS * 1000 + 240_000 },
  async () => {
    console.log(`seed ${seed}: again with SEED=${seed}`);
    const [ada, bob] = [await good.openPhone('101'), await good.openPhone('102')];
    await using phones = new AsyncDisposableStack();
    const deadlineMs = (SECONDS + 60) * 1000;
    for (const each of [ada, bob, await rogue.openPhone('102')]) phones.use(each).listen({ tone: 620, deadlineMs });
    const atCarrier = carrier.listen({ tone: 700, hangUpAfterMs: 2000 });
    await using attacker = await openRoguePhone(await rogue.credentials('101'), fixture.sip, seeded(seed));
    expect(await attacker.register()).toBe(200);
    const { asterisk } = fixture;
    const crash = backtraceOf(asterisk.pid);
    let ended: string | undefined;
    void asterisk.exited.then((how) => (ended = how));
    const story = () =>
      [`Asterisk ended (${ended}), seed ${seed}`, crash(), ...asterisk.lastLines().slice(-20), ...attacker.sent].join(
        '\n',
      );

    const talk = ada.call('102', { tone: 440, deadlineMs });
    await talk.answered;
    await talk.hears(620);
    let dialled = 0;
    const from = performance.now();
    const goesOn = () => performance.now() - from < SECONDS * 1000 && ended === undefined;
    const numbers = ['102', '102', '911', () => `1202555${String(1000 + dialled).padStart(4, '0')}`];
    const lane = async () => {
      while (goesOn()) {
        const number = numbers[dialled++ % numbers.length] ?? '102';
        await attacker.misbehave(typeof number === 'string' ? number : number());
      }
    };
    const listening = async () => {
      for (; goesOn(); await delay(200)) await talk.hears(620);
    };
    // if Asterisk crashes, the good call ends, too; the crash is what should be reported
    await Promise.all([listening(), ...Array.from({ length: AT_ONCE }, lane)]).catch(async (error: unknown) => {
      await Promise.race([asterisk.exited, delay(1000)]);
      if (ended === undefined) throw error;
    });

    if (ended !== undefined) throw new Error(story());
    console.log(`${dialled} sessions, ${attacker.count} messages, ${atCarrier.calls.length} calls at the carrier`);
    await talk.hears(620);
    expect((await talk.hangUp()).answered).toBe(true);
    const again = bob.call('101', { tone: 440 });
    await again.hears(620);
    await again.hangUp();
    expect((await ada.register()).finalStatus).toBe(200);
    expect(dialled).toBeGreaterThan(AT_ONCE);
    await expectRecordOfEach(atCarrier.calls.map(({ dialled: number }) => number));
  },
);

/** Expects calls that reached the carrier to be in the history or in progress. */
async function expectRecordOfEach(reached: readonly string[]): Promise<void> {
  await until('a record of each call that left', async () => {
    const rows = await fixture.app.query<{ to_number: string }>(
      'select to_number from calls union all select to_number from live_calls',
    );
    const known = new Set(rows.map(({ to_number }) => to_number));
    const missing = reached.filter((number) => !known.has(number));
    if (missing.length > 0) throw new Error(`no record of ${missing.join()}`);
    return true;
  });
}
