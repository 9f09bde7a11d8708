import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempDisposable, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openCarrier, type Carrier } from './carrier.ts';
import { openPhone } from './phone.ts';
import { startSipp } from './sipp.ts';

const host = '127.0.0.1';
/** A phone that takes the carrier for its server. */
const phoneAt = ({ port }: { port: number }, password = 's3cret') =>
  openPhone({ sipUsername: 'acme-101', password, server: { host, port } });

test('each side hears the other and not itself', async () => {
  await using world = await openCarrier();
  await using ada = await phoneAt(world);
  const atWorld = world.listen({ tone: 1000 });
  const call = ada.call('+12025550100', { tone: 440 });
  const taken = await atWorld.nextCall();
  expect(taken).toMatchObject({ dialled: '+12025550100', from: { number: 'acme-101' } });
  await Promise.all([call.hears(1000), taken.hears(440)]);
  const result = await call.hangUp();
  expect(result).toMatchObject({ finalStatus: 200, statuses: [180, 200], answered: true, endedBy: 'us', reinvites: 0 });
  expect(result.heard).toMatchObject({ tones: [1000], jumps: { ssrc: 0, sequence: 0 } });
  expect(result.durationMs).toBeGreaterThan(150);
  const other = await taken.ended;
  expect(other).toMatchObject({ endedBy: 'them', answered: true, heard: { tones: [440] } });
});

test('a phone is silent by default, and waiting for sound can fail', async () => {
  await using world = await openCarrier();
  await using ada = await phoneAt(world);
  world.listen();
  const call = ada.call('1', { tone: 440 });
  await call.answered;
  await expect(call.hears('sound', 300)).rejects.toThrow('to hear sound, but heard');
  await call.hears('silence');
});

test('a carrier calls in from the port it listens on, with the identity it asserts', async () => {
  await using world = await openCarrier();
  await using ada = await phoneAt(world);
  const atAda = ada.listen({ tone: 440, hangUpAfterMs: 50 });
  const call = world.callIn('+12025550123', {
    server: { host, port: ada.port },
    from: '+13015550100',
    displayName: 'Grace',
    headers: { 'P-Asserted-Identity': '"G" <sip:+13015550199@carrier>' },
  });
  const taken = await atAda.nextCall();
  expect(taken).toMatchObject({
    dialled: '+12025550123',
    from: { name: 'Grace', number: '+13015550100' },
    assertedIdentity: { name: 'G', number: '+13015550199' },
  });
  expect(taken.invite.header('Via')).toContain(`:${world.port};`);
  expect(await call.ended).toMatchObject({ endedBy: 'them', answered: true });
  expect(await taken.ended).toMatchObject({ endedBy: 'us' });
});

test('early media is heard before the answer', async () => {
  await using world = await openCarrier();
  await using ada = await phoneAt(world);
  world.listen({ earlyMedia: true, answerAfterMs: 'never', tone: 1000 });
  const call = ada.call('1');
  await call.earlyMedia;
  await call.hears(1000);
  const result = await call.hangUp();
  expect(result).toMatchObject({
    finalStatus: 487,
    statuses: [183, 487],
    earlyMedia: true,
    answered: false,
    durationMs: 0,
  });
  await expect(call.answered).rejects.toThrow('the call ended without an answer');
});

test('a caller that hangs up while ringing leaves an unanswered call', async () => {
  await using world = await openCarrier();
  await using ada = await phoneAt(world);
  const atWorld = world.listen({ answerAfterMs: 'never' });
  const call = ada.call('1');
  await call.ringing;
  expect(await call.hangUp()).toMatchObject({ finalStatus: 487, endedBy: 'us', answered: false });
  const [missed] = atWorld.calls;
  expect(await missed!.ended).toMatchObject({ endedBy: 'them', answered: false });
});

test('hanging up at the moment of the answer ends the call cleanly', async () => {
  await using world = await openCarrier();
  await using ada = await phoneAt(world);
  world.listen({ answerAfterMs: 20 });
  const calls = Array.from({ length: 8 }, () => ada.call('1'));
  await Promise.all(calls.map((call) => call.ringing));
  await calls[0]!.answered;
  const ends = await Promise.all(calls.map((call) => call.hangUp()));
  expect(ends.every(({ endedBy }) => endedBy === 'us')).toBe(true);
});

test.each([403, 404, 480, 486, 503, 603] as const)('a call can be refused with %i', async (status) => {
  await using world = await openCarrier();
  await using ada = await phoneAt(world);
  world.listen({ rejectWith: status });
  const result = await ada.call('1').ended;
  expect(result).toMatchObject({ finalStatus: status, answered: false, endedBy: 'them', heard: { packets: 0 } });
});

test('a phone that does not listen refuses calls with 480', async () => {
  await using world = await openCarrier();
  await using ada = await phoneAt(world);
  expect((await ada.call('1').ended).finalStatus).toBe(480);
});

test('a phone answers two calls at once', async () => {
  await using world = await openCarrier();
  await using ada = await phoneAt(world);
  const atWorld = world.listen({ tone: 1000 });
  const calls = [ada.call('1', { tone: 440 }), ada.call('2', { tone: 620 })];
  const taken = [await atWorld.nextCall(), await atWorld.nextCall()];
  const toneOf: Record<string, number> = { 1: 440, 2: 620 };
  await Promise.all(taken.map((call) => call.hears(toneOf[call.dialled]!)));
  await Promise.all(calls.map((call) => call.hears(1000)));
  for (const call of taken) expect(call.heard().tones).toEqual([toneOf[call.dialled]]);
});

test('registering needs the right password', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'registrar-'));
  await using registrar = await startSipp({
    scenario: 'registrar',
    remotePort: 9,
    folder: folder.path,
    name: 'registrar',
    keys: {},
  });
  await registrar.bound();
  await using ada = await phoneAt(registrar);
  const registered = await ada.register({ expires: 60 });
  expect(registered).toMatchObject({ finalStatus: 200, statuses: [401, 200] });
  expect(registered.contacts[0]).toContain(`127.0.0.1:${ada.port}`);
  expect((await ada.unregister()).finalStatus).toBe(200);
  await using eve = await phoneAt(registrar, 'guess');
  expect(await eve.register()).toMatchObject({ finalStatus: 401, statuses: [401, 401] });
});

test('a phone acknowledges a NOTIFY and reports it', async () => {
  await using ada = await phoneAt({ port: 9 });
  const registrar = createSocket('udp4').bind(0, host);
  const lines = [
    'NOTIFY sip:acme-101@127.0.0.1 SIP/2.0',
    'Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK1',
    'From: <sip:pbx>;tag=1',
    'To: <sip:acme-101>',
    'Call-ID: mwi',
    'CSeq: 1 NOTIFY',
    '',
    'Messages-Waiting: yes',
  ];
  const answer = once(registrar, 'message');
  registrar.send(lines.join('\r\n'), ada.port, host);
  expect(String((await answer)[0])).toMatch(/^SIP\/2.0 200 /);
  expect(ada.notices).toEqual(['Messages-Waiting: yes']);
  registrar.close();
});

test('two carriers cannot listen on one port', async () => {
  await using world = await openCarrier();
  await expect(openCarrier({ listenPort: world.port })).rejects.toThrow('EADDRINUSE');
});

test('a timeout says what happened until then', async () => {
  await using ada = await phoneAt({ port: 9 });
  await expect(ada.call('1', { deadlineMs: 200 }).ended).rejects.toThrow(/after 200 ms[^]*-> INVITE sip:1@127/);
  await expect(ada.register({ deadlineMs: 200 })).rejects.toThrow('REGISTER by acme-101');
});

test('disposing of a phone ends its calls and processes', async () => {
  await using world = await openCarrier();
  const ada = await phoneAt(world);
  const atWorld = world.listen();
  await ada.call('1').answered;
  await ada[Symbol.asyncDispose]();
  expect(await (await atWorld.nextCall()).ended).toMatchObject({ endedBy: 'them', answered: true });
  await putAway(world);
  const ofMine = execFileSync('ps', ['-o', 'args=', '--ppid', String(process.pid)]).toString();
  expect(ofMine).not.toContain('answering.xml');
});

async function putAway(world: Carrier) {
  const before = (await readdir(tmpdir())).filter((name) => name.startsWith('phone-')).length;
  await world[Symbol.asyncDispose]();
  const after = (await readdir(tmpdir())).filter((name) => name.startsWith('phone-')).length;
  expect(after).toBeLessThan(before);
}
