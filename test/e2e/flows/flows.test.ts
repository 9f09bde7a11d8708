import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { FlowContent } from '../../../src/flows/content/graph-contract.ts';
import { newId } from '../../../src/platform/values/ids.ts';
import { WEEKDAYS } from '../../../src/schedules/hours-contract.ts';
import { content, node, option } from '../../flow-content.ts';
import { publishFlow, tone } from '../../flow-fixture.ts';
import { everyDay } from '../../schedules.ts';
import { type CallLine, callFrom, dialFrom, ringAt, WITH_KEYS } from '../../sip/desk-phone.ts';
import { parseParty } from '../../sip/message.ts';
import type { RawPhone } from '../../sip/raw-phone.ts';
import { until } from '../../until.ts';
import { type CallControlFixture, openCallControlFixture, type TenantWithPhones } from '../call-control-fixture.ts';
import { printDuration } from '../diagnostics.ts';
import { AT_ONCE_MS } from '../talk.ts';

// Calls through flows with real phones: 101 calls the flow, and 102 rings. Each prompt is a different tone.

const VOICE = 440;
const MENU = 700;
const SECOND = 900;
const SORRY = 1200;
/** The duration of a prompt's tone. */
const PROMPT_MS = 3000;

let fixture: CallControlFixture;
let shop: TenantWithPhones;
let caller: RawPhone;
let desk: RawPhone;
let numbers = 500;

beforeAll(async () => {
  fixture = await openCallControlFixture({ LOG_LEVEL: 'debug', WEBHOOK_PRIVATE_ADDRESSES: 'allow' });
  shop = await fixture.addTenant('clinic', ['101', '102']);
  caller = await shop.openRawPhone('101');
  desk = await shop.openRawPhone('102');
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(fixture.control.output().slice(-20_000));
  [caller, desk].forEach((phone) => phone.clearUnread());
  await fixture.callsToEnd();
});
afterAll(async () => {
  for (const each of [caller, desk, fixture]) await each?.[Symbol.asyncDispose]();
});

const owner = () => ({ app: fixture.app, folder: fixture.folder, tenantId: shop.id });
async function publish(main: FlowContent): Promise<{ number: string; id: string }> {
  const number = String(numbers++);
  return { number, id: await publishFlow(owner(), main, { number }) };
}
type Row = {
  outcome: string;
  answered: boolean;
  flow_answered: boolean;
  path: { event: string; node: string; exit: string }[];
};
async function lastCall(): Promise<Row & { nodes: string[] }> {
  await fixture.callsToEnd();
  const [row] = await fixture.app.query<Row>(`select outcome, path, answered_at is not null as answered,
    flow_answered_at is not null as flow_answered from calls order by ended_at desc limit 1`);
  if (!row) throw new Error('there is no call');
  const nodes = row.path.flatMap(({ event, node: name, exit }) =>
    event === 'flow' ? [`${name}.${exit ?? ''}`] : [event],
  );
  return { ...row, nodes };
}
const menu = (id: string, hertz: number, options: [string, string][], more: object = {}) =>
  node('menu', id, { prompts: tone(hertz), options: options.map(([digit, to]) => option(digit, to)), ...more });
const ringDesk = (exits: object) =>
  node('ring', 'desk', { target: { kind: 'extension', id: shop.extensionId('102') }, ringSeconds: 20, exits });
const play = (id: string, hertz: number, next: string) => node('play', id, { prompts: tone(hertz), exits: { next } });
const end = node('hangUp', 'end');

test('a ring node before a menu leaves the call unanswered; the menu answers it', async () => {
  const { number } = await publish(
    content(ringDesk({ busy: 'menu', noAnswer: 'end', unreachable: 'end' }), menu('menu', MENU, [['1', 'end']]), end),
  );
  const dialled = await dialFrom(caller, number);
  const ringing = await ringAt(desk);
  expect(await fixture.app.query('select answered_at, flow_answered_at from live_calls')).toEqual([
    { answered_at: null, flow_answered_at: null },
  ]);
  ringing.refuse(486);
  await using line = await dialled.answered(VOICE);
  await line.media.hears(MENU);
  await line.press('1');
  await line.ended();
  expect(await lastCall()).toMatchObject({
    outcome: 'ended_in_flow',
    answered: false,
    flow_answered: true,
    nodes: ['start.next', 'rang', 'desk.busy', 'menu.o1', 'end.'],
  });
});

test('a call that takes the exit “no phone registered” stays unanswered', async () => {
  const target = { kind: 'extension', id: shop.extensionId('102') } as const;
  const { number } = await publish(content(node('ring', 'desk', { target, exits: { unreachable: 'end' } }), end));
  await fixture.app.query(`delete from asterisk.ps_contacts where endpoint like '%-102'`);
  const dialled = await dialFrom(caller, number);
  expect((await dialled.outgoing.final).status).toBeGreaterThanOrEqual(400);
  await dialled.media[Symbol.asyncDispose]();
  expect(await lastCall()).toMatchObject({ flow_answered: false, nodes: ['start.next', 'desk.unreachable', 'end.'] });
  await desk.register();
});

test('after someone answers, talks and hangs up, the flow continues with the caller', async () => {
  const { number } = await publish(
    content(menu('menu', MENU, [['1', 'desk']]), ringDesk({ answered: 'bye' }), play('bye', SECOND, 'end'), end),
  );
  await using line = await callFrom(caller, number, VOICE);
  await line.media.hears(MENU);
  await line.press('1');
  const ringing = await ringAt(desk);
  await using person = await ringing.answer(620);
  await Promise.all([person.media.hears(VOICE), line.media.hears(620)]);
  await person.bye();
  await line.media.hears(SECOND);
  await line.ended();
  expect(await lastCall()).toMatchObject({
    outcome: 'answered',
    answered: true,
    flow_answered: true,
    nodes: ['start.next', 'menu.o1', 'rang', 'desk.answered', 'bye.next', 'end.'],
  });
});

test('pressing 1 2 3 at once goes through three menus', async () => {
  const { number } = await publish(
    content(menu('a', MENU, [['1', 'b']]), menu('b', SECOND, [['2', 'c']]), menu('c', SORRY, [['3', 'end']]), end),
  );
  await using line = await callFrom(caller, number, VOICE);
  const since = Date.now();
  await line.press('123');
  await line.ended();
  printDuration('from three keys to the end of the third menu', Date.now() - since);
  expect(await lastCall()).toMatchObject({ nodes: ['start.next', 'a.o1', 'b.o2', 'c.o3', 'end.'] });
});

test.each([0, 0.5, 0.99])(
  'a key pressed after %f of a prompt ends it, and the next prompt plays in full',
  async (part) => {
    const { number } = await publish(content(menu('menu', MENU, [['1', 'next']]), play('next', SECOND, 'end'), end));
    await using line = await callFrom(caller, number, VOICE);
    if (part > 0) {
      await line.media.hears(MENU);
      await delay(part * PROMPT_MS);
    }
    await line.press('1');
    const since = Date.now();
    await line.media.hears(SECOND);
    await line.ended();
    // of 20 ms each
    expect(line.media.heard(since).packets).toBeGreaterThan((0.9 * PROMPT_MS) / 20);
    expect(await lastCall()).toMatchObject({ nodes: ['start.next', 'menu.o1', 'next.next', 'end.'] });
  },
);

/** Too long to occur by chance in the ids of a log. */
const PIN = '86420975';

test('a PIN appears in no log and no history', async () => {
  const pin = node('gather', 'pin', {
    prompts: tone(MENU),
    variable: 'pin',
    secret: true,
    minDigits: PIN.length,
    maxDigits: PIN.length,
    endKey: null,
    exits: { done: 'check' },
  });
  const check = node('compare', 'check', {
    variable: 'pin',
    value: PIN,
    secret: true,
    exits: { yes: 'in', no: 'end' },
  });
  const { number } = await publish(content(pin, check, play('in', SECOND, 'end'), end));
  await using line = await callFrom(caller, number, VOICE);
  await line.media.hears(MENU);
  await line.press(PIN);
  await line.media.hears(SECOND);
  await line.ended();
  const call = await lastCall();
  expect(call.nodes).toEqual(['start.next', 'pin.done', 'check.yes', 'in.next', 'end.']);
  const output = fixture.control.output();
  expect(output).toContain('ChannelDtmfReceived');
  expect(output).not.toContain(PIN);
  expect(output).not.toMatch(/"digit\\?":\\?"[0-9]/);
  expect(JSON.stringify(call)).not.toContain(PIN);
});

test('killing call control in a menu: the caller hears it again and can choose', async () => {
  const { number, id } = await publish(content(menu('menu', MENU, [['1', 'in']]), play('in', SECOND, 'end'), end));
  await using line = await callFrom(caller, number, VOICE);
  await line.media.hears(MENU);
  await fixture.control.kill('SIGKILL');
  // the call stays in the version with which it began
  await publishFlow(owner(), content(menu('other', SORRY, [['2', 'end']]), end), { id, version: 2 });
  await line.media.hears('silence');
  await fixture.control.start();
  await line.media.hears(MENU);
  await line.press('1');
  await line.media.hears(SECOND);
  await line.ended();
  expect(await lastCall()).toMatchObject({
    outcome: 'ended_in_flow',
    nodes: ['start.next', 'menu.o1', 'in.next', 'end.'],
  });
});

test('a missing sound leads to the fallback, and the partner is notified once', async () => {
  const silent = node('play', 'silent', {
    prompts: [{ kind: 'text', text: 'Nobody has spoken this.' }],
    exits: { next: 'end' },
  });
  const fallback = { kind: 'message', prompts: tone(SORRY) } as const;
  const { number, id } = await publish({ ...content(silent, end), fallback });
  for (let calls = 0; calls < 2; calls++) {
    await using line = await callFrom(caller, number, VOICE);
    await line.media.hears(SORRY);
    await line.ended();
    await lastCall();
  }
  const told = await fixture.app.query(
    `select after from audit_events where action = 'flow.target_missing' and target_id = $1`,
    [id],
  );
  expect(told).toMatchObject([{ after: { nodeId: 'silent' } }]);
});

test('schedules, lists and webhooks are queried when the call reaches their node', async () => {
  const asked: unknown[] = [];
  const server = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (text: string) => {
      asked.push(JSON.parse(text));
      response.end(JSON.stringify({ variables: { word: 'known' } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await using _closed = { [Symbol.asyncDispose]: async () => void server.close() };
  const { port } = server.address() as AddressInfo;
  const [scheduleId, listId] = [newId(), newId()];
  await fixture.app.query(
    `insert into schedules (id, tenant_id, name, week, holidays) values ($1, $2, 'Desk', $3, '[]')`,
    [scheduleId, shop.id, JSON.stringify(Object.fromEntries(WEEKDAYS.map((day) => [day, { kind: 'closed' }])))],
  );
  await fixture.app.query(`insert into number_lists (id, tenant_id, name) values ($1, $2, 'Friends')`, [
    listId,
    shop.id,
  ]);
  const { number, id } = await publish(
    content(
      node('hours', 'hours', { scheduleId, exits: { open: 'first', closed: 'friend' } }),
      node('caller', 'friend', { condition: { kind: 'inList', listId }, exits: { yes: 'first', no: 'server' } }),
      node('webhook', 'server', {
        url: `http://127.0.0.1:${port}/`,
        variables: ['word'],
        exits: { done: 'known', failed: 'first' },
      }),
      node('compare', 'known', { variable: 'word', value: 'known', exits: { yes: 'second', no: 'first' } }),
      play('first', MENU, 'end'),
      play('second', SECOND, 'end'),
      end,
    ),
  );
  const closed = await callFrom(caller, number, VOICE);
  await closed.media.hears(SECOND);
  await closed.ended();
  expect(await lastCall()).toMatchObject({
    nodes: ['start.next', 'hours.closed', 'friend.no', 'server.done', 'known.yes', 'second.next', 'end.'],
  });
  expect(asked).toMatchObject([{ flowId: id, nodeId: 'server', from: '101', to: number, test: false }]);
  await fixture.app.query(
    `update schedules set override_open = true, override_until = now() + interval '1 hour' where id = $1`,
    [scheduleId],
  );
  const open = await callFrom(caller, number, VOICE);
  await open.media.hears(MENU);
  await open.ended();
  expect(await lastCall()).toMatchObject({ nodes: ['start.next', 'hours.open', 'first.next', 'end.'] });
});

test('a list of blocked numbers works however the carrier writes the caller', async () => {
  await using carrier = await fixture.addCarrier('carrier');
  const called = '+12125550177';
  await shop.addNumber(called);
  const list = await fixture.ask('POST', `${shop.path}/number-lists`, { name: 'Blocked' });
  const entry = { number: '+13015550199' };
  expect(await fixture.ask('POST', `${shop.path}/number-lists/${list.body.id}/entries`, entry)).toMatchObject({
    status: 201,
  });
  const condition = { kind: 'inList', listId: list.body.id } as const;
  const { id } = await publish(
    content(node('caller', 'blocked', { condition, exits: { yes: 'end', no: 'desk' } }), ringDesk({}), end),
  );
  await fixture.app.query(`update dids set routing_kind = 'flow', routing_target_id = $2 where number = $1`, [
    called,
    id,
  ]);
  for (const from of ['13015550199', '3015550199', '+13015550199']) {
    await carrier.callIn(called, { server: fixture.sip, from }).ended;
    expect(await lastCall(), from).toMatchObject({ nodes: ['start.next', 'blocked.yes', 'end.'] });
  }
  expect(await fixture.app.query('select distinct from_number from calls where to_number = $1', [called])).toEqual([
    { from_number: '+13015550199' },
  ]);
  const other = carrier.callIn(called, { server: fixture.sip, from: '3015550188' });
  const ringing = await ringAt(desk);
  // the phone can call this number back
  expect(parseParty(ringing.invite.header('From') ?? '').number).toBe('+13015550188');
  ringing.refuse(486);
  await other.ended;
});

const recordings = () =>
  fixture.app.query<{ state: string; cause: string; to_number: string; seconds: string }>(
    'select state, cause, to_number, milliseconds / 1000.0 as seconds from recordings order by started_at',
  );

test('one node starts recording the following conversations, and another stops it', async () => {
  const pin = node('gather', 'pin', {
    prompts: tone(MENU),
    variable: 'pin',
    secret: true,
    minDigits: PIN.length,
    maxDigits: PIN.length,
    endKey: null,
    exits: { done: 'desk' },
  });
  const again = { ...ringDesk({}), id: 'again', name: 'again' };
  const { number } = await publish(
    content(
      node('startRecording', 'record', { exits: { next: 'pin' } }),
      pin,
      ringDesk({ answered: 'stop' }),
      node('stopRecording', 'stop', { exits: { next: 'between' } }),
      play('between', SECOND, 'again'),
      again,
    ),
  );
  await fixture.app.query('update extensions set record_calls = true where id = $1', [shop.extensionId('102')]);
  const line = await callFrom(caller, number, VOICE);
  await line.media.hears(MENU);
  // settings made by the flow survive a crash of the process
  await fixture.control.kill('SIGKILL');
  await line.media.hears('silence');
  await fixture.control.start();
  await line.media.hears(MENU);
  // there is no conversation, so no digits are recorded
  await line.press(PIN);
  const first = await (await ringAt(desk)).answer(620);
  const talkedSince = Date.now();
  await Promise.all([line.media.hears('sound'), first.media.hears('sound')]);
  await until('the recording to begin', async () => (await recordings()).length === 1);
  await Promise.all([line.media.hears(620), first.media.hears(VOICE)]);
  await first.bye();
  const talked = (Date.now() - talkedSince) / 1000;
  await line.media.hears(SECOND);
  const second = await (await ringAt(desk)).answer(620);
  await Promise.all([line.media.hears(620), second.media.hears(VOICE)]);
  await second.bye();
  await line.ended();
  await lastCall();
  await until('the recording is complete', async () => (await recordings()).every(({ state }) => state === 'ready'));
  const all = await recordings();
  expect(all).toMatchObject([{ cause: 'on_demand' }]);
  expect(Number(all[0]?.seconds)).toBeLessThan(talked);
  await fixture.app.query('update extensions set record_calls = false');
});

test('two simultaneous callers go through two versions of a flow', async () => {
  const first = content(menu('menu', MENU, [['1', 'end']]), end);
  const { number, id } = await publish(first);
  await using early = await callFrom(caller, number, VOICE);
  await early.media.hears(MENU);
  await publishFlow(owner(), content(menu('menu', SORRY, [['1', 'end']]), end), { id, version: 2 });
  await using late = await callFrom(desk, number, VOICE);
  await late.media.hears(SORRY);
  for (const line of [early, late]) {
    await line.press('1');
    await line.ended();
  }
  await lastCall();
  const versions = await fixture.app.query<{ version: number }>(
    `select (path -> 0 ->> 'version')::int as version from calls where to_number = $1 order by 1`,
    [number],
  );
  expect(versions).toEqual([{ version: 1 }, { version: 2 }]);
});

test('suspending the tenant ends a call in a menu', async () => {
  const { number } = await publish(content(menu('menu', MENU, [['1', 'end']]), end));
  await using line: CallLine = await callFrom(caller, number, VOICE);
  await line.media.hears(MENU);
  const since = Date.now();
  await shop.setStatus('SUSPENDED');
  await line.ended(AT_ONCE_MS);
  printDuration('from a suspension to the end of a call in a menu', Date.now() - since);
  await shop.setStatus('ACTIVE');
  expect(await lastCall()).toMatchObject({ outcome: 'ended_in_flow', nodes: ['start.next', 'menu.'] });
});

test('a caller can dial an extension in a menu that allows it, and the menu’s own keys come first', async () => {
  const keys: [string, string][] = [
    ['1', 'second'],
    ['2', 'end'],
  ];
  const { number } = await publish(
    content(menu('menu', MENU, keys, { directDial: true, nextDigitSeconds: 2 }), play('second', SECOND, 'end'), end),
  );
  const inMenus = async (on: boolean) =>
    expect(
      await fixture.ask('PATCH', `${shop.path}/extensions/${shop.extensionId('102')}`, { inMenus: on }),
    ).toMatchObject({ status: 200 });
  {
    // no extension begins with 1, so the key acts at once, and the rest of the number is ignored
    await using line = await callFrom(caller, number, VOICE);
    await line.media.hears(MENU);
    const since = Date.now();
    await line.press('102');
    await line.media.hears(SECOND);
    printDuration('from a key that one option begins with to the sound behind it', Date.now() - since);
    await line.ended();
    expect(await lastCall()).toMatchObject({ outcome: 'ended_in_flow', nodes: expect.arrayContaining(['menu.o1']) });
  }
  await inMenus(true);
  {
    await using line = await callFrom(caller, number, VOICE);
    await line.media.hears(MENU);
    await line.press('102');
    const ringing = await ringAt(desk);
    await using person = await ringing.answer(620);
    await Promise.all([person.media.hears(VOICE), line.media.hears(620)]);
    await person.bye();
    await line.ended();
    expect(await lastCall()).toMatchObject({ outcome: 'answered', answered: true });
  }
  {
    // now an extension begins with 1, and none with 2
    await using line = await callFrom(caller, number, VOICE);
    await line.media.hears(MENU);
    const since = Date.now();
    await line.press('1');
    await line.media.hears(SECOND);
    printDuration('from a key that an extension begins with, too, to the sound behind it', Date.now() - since);
    await line.ended();
    expect(await lastCall()).toMatchObject({ nodes: expect.arrayContaining(['menu.o1']) });
  }
  await inMenus(false);
});

test('a permitted phone closes the office by star code, and callers hear it', async () => {
  const week = everyDay({ kind: 'allDay' });
  const made = await fixture.ask('POST', `${shop.path}/schedules`, { name: 'Office', code: '1', week });
  const scheduleId = made.body.id;
  const hours = node('hours', 'hours', { scheduleId, exits: { open: 'first', closed: 'second' } });
  const { number } = await publish(content(hours, play('first', MENU, 'end'), play('second', SECOND, 'end'), end));
  const calls = async (heard: number) => {
    await using line = await callFrom(caller, number, VOICE);
    await line.media.hears(heard);
    await line.ended();
  };
  const dialCode = async () => {
    await using line = await callFrom(caller, '*281', VOICE);
    await line.ended();
  };

  const refused = await dialFrom(caller, '*281');
  expect((await refused.outgoing.final).status).toBe(403);
  await refused.media[Symbol.asyncDispose]();
  await calls(MENU);
  await fixture.ask('PATCH', `${shop.path}/extensions/${shop.extensionId('101')}`, { switchesSchedules: true });
  await dialCode();
  await calls(SECOND);
  const switched = (await fixture.ask('GET', `${shop.path}/schedules/${scheduleId}`)).body;
  expect(switched.override).toMatchObject({ open: false });
  await dialCode();
  await calls(MENU);
  const said = fixture.control.output().match(/strowger\/now-(open|closed)/g);
  expect(said).toEqual(['strowger/now-closed', 'strowger/now-open']);
});

test('a phone that a node rings shows its prefix before the caller’s name', async () => {
  const prefix = node('callerName', 'prefix', { prefix: 'SALES', exits: { next: 'desk' } });
  const { number } = await publish(content(prefix, ringDesk({ busy: 'end' }), end));
  const dialled = await dialFrom(caller, number);
  const ringing = await ringAt(desk);
  expect(ringing.invite.header('From')).toMatch(/^"?SALES /);
  ringing.refuse(486);
  expect((await dialled.outgoing.final).status).toBeGreaterThanOrEqual(400);
  await dialled.media[Symbol.asyncDispose]();
  expect(await lastCall()).toMatchObject({ nodes: ['start.next', 'prefix.next', 'rang', 'desk.busy', 'end.'] });
});

test('in-band digits: ten of 40 ms arrive in order, and one that is pressed for 5 s counts once', async () => {
  const digits = '1234567890';
  const ask = node('gather', 'ask', {
    prompts: tone(MENU),
    minDigits: 10,
    maxDigits: 10,
    endKey: null,
    exits: { done: 'check', wrongInput: 'end' },
  });
  const check = node('compare', 'check', { variable: 'digits', value: digits, exits: { yes: 'held', no: 'end' } });
  const { number } = await publish(
    content(
      ask,
      check,
      menu('held', SECOND, [['7', 'last']]),
      menu('last', SORRY, [['7', 'end']], { noInputTries: 1, firstDigitSeconds: 1, exits: { noInput: 'end' } }),
      end,
    ),
  );
  await using line = await callFrom(caller, number, VOICE, WITH_KEYS);
  await line.media.hears(MENU);
  line.media.press(digits, { heldMs: 40 });
  await line.media.hears(SECOND);
  line.media.press('7', { heldMs: 5000 });
  await line.media.hears(SORRY);
  await line.ended();
  const nodes = ['start.next', 'ask.done', 'check.yes', 'held.o7', 'last.noInput', 'end.'];
  expect(await lastCall()).toMatchObject({ nodes });
});

test('the caller hears the digits that were entered', async () => {
  const ask = node('gather', 'ask', {
    prompts: tone(MENU),
    minDigits: 3,
    maxDigits: 3,
    endKey: null,
    exits: { done: 'say' },
  });
  const say = node('say', 'say', { variable: 'digits', exits: { next: 'bye' } });
  const { number } = await publish(content(ask, say, play('bye', SECOND, 'end'), end));
  await using line = await callFrom(caller, number, VOICE);
  await line.media.hears(MENU);
  await line.press('407');
  const since = Date.now();
  await line.media.hears('sound');
  await line.media.hears(SECOND);
  const spoken = line.media.heard(since).parts.filter(({ kind }) => kind === 'sound');
  expect(spoken.reduce((sum, { ms }) => sum + ms, 0)).toBeGreaterThan(800);
  await line.ended();
  expect(await lastCall()).toMatchObject({ nodes: ['start.next', 'ask.done', 'say.next', 'bye.next', 'end.'] });
});

test('a call in two flows that go to each other takes the fallback at the limit', async () => {
  const [there, back] = [newId(), newId()];
  const goTo = (flowId: string): FlowContent => ({
    ...content(node('goTo', 'go', { flowId })),
    fallback: { kind: 'message', prompts: tone(SORRY) },
  });
  const number = String(numbers++);
  await publishFlow(owner(), goTo(back), { id: there, number });
  await publishFlow(owner(), goTo(there), { id: back });
  const since = Date.now();
  await using line = await callFrom(caller, number, VOICE);
  await line.media.hears(SORRY);
  printDuration('from the call to the fallback of two flows that go to each other', Date.now() - since);
  await line.ended();
  const call = await lastCall();
  expect(call).toMatchObject({ outcome: 'ended_in_flow', answered: false });
  // the path ends with the last step
  expect(new Set(call.nodes)).toEqual(new Set(['start.next', 'go.', 'start.']));
  expect(call.nodes.at(-1)).toMatch(/^(start|go)\.$/);
});

test('killing call control while a node rings: the phone can answer, or the next node follows', async () => {
  const { number } = await publish(
    content(ringDesk({ busy: 'sorry', answered: 'bye' }), play('sorry', SORRY, 'end'), play('bye', SECOND, 'end'), end),
  );
  for (const answers of [true, false]) {
    const dialled = await dialFrom(caller, number);
    const ringing = await ringAt(desk);
    await fixture.control.kill('SIGKILL');
    await fixture.control.start();
    if (answers) {
      await using person = await ringing.answer(620);
      await using line = await dialled.answered(VOICE);
      await Promise.all([person.media.hears(VOICE), line.media.hears(620)]);
      await person.bye();
      await line.media.hears(SECOND);
      await line.ended();
    } else {
      ringing.refuse(486);
      await using line = await dialled.answered(VOICE);
      await line.media.hears(SORRY);
      await line.ended();
    }
    const { nodes } = await lastCall();
    expect(nodes).toContain(answers ? 'desk.answered' : 'desk.busy');
    [caller, desk].forEach((phone) => phone.clearUnread());
  }
});
