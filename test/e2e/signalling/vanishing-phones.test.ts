import { readdirSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { requestAri } from '../../../src/asterisk/ari-request.ts';
import { content, node, option } from '../../flow-content.ts';
import { publishFlow, tone } from '../../flow-fixture.ts';
import { callFrom, dialFrom, ringAt } from '../../sip/desk-phone.ts';
import type { Media } from '../../sip/media.ts';
import type { RawPhone } from '../../sip/raw-phone.ts';
import { until } from '../../until.ts';
import { type CallControlFixture, openCallControlFixture, type TenantWithPhones } from '../call-control-fixture.ts';

// A phone that loses its network sends nothing: no BYE, no response, no audio. In every state of the call, everything about it has to be cleaned up.

const VOICE = 440;
const OTHER = 620;
const MENU = 700;
const FLOW = '500';

let fixture: CallControlFixture;
let shop: TenantWithPhones;
const phones = new Set<RawPhone>();
const media = new Set<Media>();

beforeAll(async () => {
  fixture = await openCallControlFixture({ SILENT_PHONE_SECONDS: '2' });
  shop = await fixture.addTenant(
    'bakery',
    Array.from({ length: 20 }, (_, n) => String(1201 + n)),
  );
  for (const number of ['1206', '1207'])
    await fixture.ask('PATCH', `${shop.path}/extensions/${shop.extensionId(number)}`, { voicemailEnabled: true });
  const menu = node('menu', 'menu', {
    prompts: tone(MENU),
    options: [option('1', 'end')],
    noInputTries: 5,
    firstDigitSeconds: 10,
  });
  const owner = { app: fixture.app, folder: fixture.folder, tenantId: shop.id };
  await publishFlow(owner, content(menu, node('hangUp', 'end')), { number: FLOW });
});
afterEach(({ task }) => {
  if (task.result?.state === 'fail') console.log(fixture.control.output().slice(-20_000));
});
afterAll(async () => {
  for (const each of [...media, ...phones, fixture]) await each?.[Symbol.asyncDispose]();
});

async function phone(number: string): Promise<RawPhone> {
  const opened = await shop.openRawPhone(number);
  phones.add(opened);
  return opened;
}
async function vanish(gone: RawPhone, sound?: Media): Promise<void> {
  await sound?.[Symbol.asyncDispose]();
  await gone[Symbol.asyncDispose]();
  phones.delete(gone);
  if (sound) media.delete(sound);
}
/** Two phones that hear each other. */
async function talk(from: string, to: string) {
  const [caller, callee] = await Promise.all([phone(from), phone(to)]);
  const calling = callFrom(caller, to, VOICE);
  const atCallee = await (await ringAt(callee)).answer(OTHER);
  const atCaller = await calling;
  for (const line of [atCaller, atCallee]) media.add(line.media);
  await Promise.all([atCaller.media.hears(OTHER), atCallee.media.hears(VOICE)]);
  return { atCaller, atCallee };
}

/** The states of a call in which its phone vanishes. */
const SCENES: Record<string, () => Promise<void>> = {
  'the caller, while the other phone rings': async () => {
    const [caller, callee] = await Promise.all([phone('1201'), phone('1202')]);
    const dialled = await dialFrom(caller, '1202');
    dialled.outgoing.final.catch(() => {});
    await ringAt(callee);
    await vanish(caller, dialled.media);
  },
  'the phone that rings': async () => {
    const [caller, callee] = await Promise.all([phone('1203'), phone('1204')]);
    const dialled = await dialFrom(caller, '1204');
    media.add(dialled.media);
    dialled.outgoing.final.catch(() => {});
    await ringAt(callee);
    await vanish(callee);
  },
  'a caller who leaves a message': async () => {
    const line = await callFrom(await phone('1205'), '1206', VOICE);
    await line.media.hears('sound');
    await line.press('#');
    await until('a recording', () => recordings().length > 0);
    await vanish(line.phone, line.media);
  },
  'an owner who listens to messages': async () => {
    const line = await callFrom(await phone('1207'), '*97', VOICE);
    await line.media.hears('sound');
    await vanish(line.phone, line.media);
  },
  'a caller in a menu': async () => {
    const line = await callFrom(await phone('1208'), FLOW, VOICE);
    await line.media.hears(MENU);
    await vanish(line.phone, line.media);
  },
  'the phone that holds': async () => {
    const { atCaller, atCallee } = await talk('1209', '1210');
    expect(await atCallee.hold()).toBe(200);
    await atCaller.media.hears('sound');
    await vanish(atCallee.phone, atCallee.media);
  },
  'the phone that is held': async () => {
    const { atCaller, atCallee } = await talk('1211', '1212');
    expect(await atCallee.hold()).toBe(200);
    await vanish(atCaller.phone, atCaller.media);
  },
  'a parked caller': async () => {
    const { atCaller, atCallee } = await talk('1213', '1214');
    expect(await atCallee.refer('70')).toBe(202);
    await atCaller.media.hears('sound');
    expect(await atCallee.bye()).toBe(200);
    await vanish(atCaller.phone, atCaller.media);
  },
  'a phone that has transferred, before it hears how that went': async () => {
    const { atCallee } = await talk('1215', '1216');
    const third = await phone('1217');
    expect(await atCallee.refer('1217')).toBe(202);
    await vanish(atCallee.phone, atCallee.media);
    const atThird = await (await ringAt(third)).answer(VOICE);
    media.add(atThird.media);
    // a callee hangs up no earlier than this (RFC 3261, section 15)
    await third.nextRequest('ACK');
    expect(await atThird.bye()).toBe(200);
  },
  'a caller who hears why the call is refused': async () => {
    const caller = await phone('1218');
    const dialled = await dialFrom(caller, '9005551234');
    dialled.outgoing.final.catch(() => {});
    await until('an announcement or a refusal', () => caller.received.some(({ status = 0 }) => status > 100));
    await vanish(caller, dialled.media);
  },
};

const recordings = (): string[] => readdirSync(`${fixture.asterisk.connection.spool}/recording`);
/** The remaining live calls. */
const liveCalls = async (): Promise<string[]> =>
  (
    await fixture.app.query<{ call: string }>(
      `select concat_ws(' to ', from_number, to_number) as call from live_calls`,
    )
  ).map(({ call }) => call);
const nothingOf = async (what: () => Promise<unknown[]>): Promise<true> => {
  expect(await what()).toEqual([]);
  return true;
};
const channels = async (): Promise<string[]> => {
  const { body } = await requestAri(fixture.asterisk.connection, 'GET', 'channels');
  return z
    .array(z.object({ name: z.string() }))
    .parse(body)
    .map(({ name }) => name);
};

test('a call ends and leaves nothing behind when its phone vanishes, whatever the call is doing', async () => {
  for (const [name, scene] of Object.entries(SCENES))
    await scene().catch((cause: unknown) => {
      throw new Error(name, { cause });
    });
  await until('the calls to end', () => nothingOf(liveCalls), 90_000, 500);
  await until('Asterisk to have no channel left', () => nothingOf(channels), 60_000, 500);
  expect(recordings()).toEqual([]);
  const { atCaller, atCallee } = await talk('1219', '1220');
  expect(await atCaller.bye()).toBe(200);
  await atCallee.ended();
});
