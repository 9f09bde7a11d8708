import { readdirSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { readWav } from '../../src/platform/audio/wav.ts';
import type { ApiUser } from '../app.ts';
import { type CallLine, callFrom } from '../sip/desk-phone.ts';
import type { Phone } from '../sip/phone.ts';
import type { RawPhone } from '../sip/raw-phone.ts';
import { until } from '../until.ts';
import { type CallControlFixture, openCallControlFixture, type TenantWithPhones } from './call-control-fixture.ts';
import { printDuration } from './diagnostics.ts';

/** What somebody says, in Hz. */
const VOICE = 440;

let fixture: CallControlFixture;
let shop: TenantWithPhones;
let admin: ApiUser;
/** The owner's phone, which shows the lamp, and a second line of it to listen from. */
let owner: Phone;
let handset: RawPhone;
let caller: RawPhone;

beforeAll(async () => {
  fixture = await openCallControlFixture();
  shop = await fixture.addTenant('bakery', ['101', '102', '103']);
  admin = await fixture.app.user('tenant_admin', { tenantId: shop.id });
  await api('PATCH', `/extensions/${shop.extensionId('101')}`, { voicemailEnabled: true });
  owner = await shop.openPhone('101');
  owner.listen({ rejectWith: 486 });
  handset = await shop.openUnregisteredPhone('101');
  caller = await shop.openRawPhone('102');
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(fixture.control.output().slice(-20_000));
  [handset, caller].forEach((phone) => phone.clearUnread());
  await until(
    'the calls are over',
    async () => (await fixture.app.query('select from live_calls')).length === 0,
    20_000,
  );
  for (const { id } of await messages()) await api('DELETE', `/voicemails/${id}`);
  await until('the lamp is out', () => lampOf(owner) === 'no');
});
afterAll(async () => {
  for (const each of [owner, handset, caller, fixture]) await each?.[Symbol.asyncDispose]();
});

async function api(method: string, path: string, body?: unknown): Promise<any> {
  const answer = await admin.call(method, `${shop.path}${path}`, body);
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.text}`);
  return answer.body;
}
const messages = async (): Promise<any[]> => (await api('GET', '/voicemails')).items;

/** What the last notice says of waiting messages. */
const lampOf = (phone: Phone): string | undefined =>
  /Messages-Waiting: (yes|no)/.exec(phone.notices.at(-1) ?? 'Messages-Waiting: no')?.[1];
const countsAt = (phone: Phone): string | undefined =>
  /Voice-Message: (\d+\/\d+)/.exec(phone.notices.at(-1) ?? '')?.[1];

/** Has called 101, heard the greeting, cut it short, and is heard after the tone. */
async function speak(from: RawPhone = caller, number = '101'): Promise<CallLine> {
  const line = await callFrom(from, number, VOICE);
  await line.media.hears('sound', 8000);
  await line.press('#');
  await recording();
  return line;
}
/** The recorder runs. */
const recording = (): Promise<unknown> =>
  until('a recording', () => readdirSync(`${fixture.asterisk.connection.spool}/recording`).length > 0, 8000);

/** Seconds of the voice in a message, by its sound. */
async function voiceIn(id: string): Promise<number> {
  const { bytes, status } = await admin.call('GET', `${shop.path}/voicemails/${id}/audio`);
  const sound = readWav(bytes);
  if (status !== 200 || 'fault' in sound) throw new Error(`no sound: ${status} ${JSON.stringify(sound)}`);
  const [samples = new Float32Array()] = sound.channels;
  let loud = 0;
  for (let at = 0; at + 800 <= samples.length; at += 800) {
    const [sin, cos] = [Math.sin, Math.cos].map((turn) =>
      samples
        .subarray(at, at + 800)
        .reduce((sum, sample, n) => sum + sample * turn((2 * Math.PI * VOICE * n) / 8000), 0),
    ) as [number, number];
    if ((2 * Math.hypot(sin, cos)) / 800 > 0.1) loud++;
  }
  return loud / 10;
}

test(
  'a caller leaves a message at a busy phone, ends it with #, and the lamp is lit within a second',
  { timeout: 60_000 },
  async () => {
    const line = await speak();
    const since = Date.now();
    await until(
      '3 s of speech, with sound from the other side all the while',
      () => line.media.heard(since).packets >= 150,
      8000,
    );
    await line.press('#');
    const [message] = await until('the message', async () => {
      const all = await messages();
      return all.length > 0 && all;
    });
    const stored = Date.now();
    await until('the lamp is lit', () => lampOf(owner) === 'yes');
    printDuration('from a message in the list to the phone’s lamp', Date.now() - stored);
    expect(countsAt(owner)).toBe('1/0');
    await line.media.hears('sound');
    await line.ended(10_000);
    expect(message).toMatchObject({ from: '102', read: false, mailbox: { number: '101' } });
    expect(await voiceIn(message.id)).toBeGreaterThan(2.5);
    const [call] = await until('the call in the history', async () => {
      const rows = await fixture.app.query<any>('select id, path from calls where id = $1', [message.callId]);
      return rows.length > 0 && rows;
    });
    expect(call.path.map(({ event }: any) => event)).toEqual(['rang', 'forwarded', 'mailbox']);
  },
);

test('a caller who hangs up right after speaking leaves a whole message', { timeout: 60_000 }, async () => {
  const line = await speak();
  const since = Date.now();
  await until('2 s of speech', () => line.media.heard(since).packets >= 100, 8000);
  await line.bye();
  const [message] = await until('the message', async () => {
    const all = await messages();
    return all.length > 0 && all;
  });
  expect(await voiceIn(message.id)).toBeGreaterThan(1.4);
});
