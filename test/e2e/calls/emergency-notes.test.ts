import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hasEmergencyCall } from '../../../src/call-control/emergency-calls.ts';
import { emergencyTasks } from '../../../src/emergency/jobs.ts';
import { openDb, openPool } from '../../../src/platform/db/db.ts';
import type { CallResult } from '../../sip/call.ts';
import type { Carrier } from '../../sip/carrier.ts';
import type { Phone } from '../../sip/phone.ts';
import { until } from '../../until.ts';
import { runTasks } from '../../work.ts';
import { type CallControlFixture, openCallControlFixture, type TenantWithPhones } from '../call-control-fixture.ts';
import { hearEachOther, TONES } from '../talk.ts';

let fixture: CallControlFixture;
let bakery: TenantWithPhones;
let praxis: TenantWithPhones;
let carrier: Carrier;
let ada: Phone;
let mia: Phone;

beforeAll(async () => {
  fixture = await openCallControlFixture();
  carrier = await fixture.addCarrier('carrier');
  bakery = await fixture.addTenant('bakery', ['101']);
  await bakery.addNumber('+12125550101', '101');
  praxis = await fixture.addTenant('praxis', ['201']);
  await fixture.app.query(
    `update tenants set e911_address = coalesce(e911_address, '{}') || '{"country": "DE"}' where id = $1`,
    [praxis.id],
  );
  [ada, mia] = await Promise.all([bakery.openPhone('101'), praxis.openPhone('201')]);
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(fixture.control.output(), fixture.asterisk.lastLines().join('\n'));
  await fixture.control.ensureStarted();
  await fixture.callsToEnd();
  await fixture.app.query('delete from calls');
});
afterAll(async () => {
  for (const each of [ada, mia, carrier]) await each?.[Symbol.asyncDispose]();
  await fixture?.[Symbol.asyncDispose]();
});

const notes = (): string => path.join(fixture.asterisk.connection.spool, 'emergency');
const noted = (ending: string): string[] => readdirSync(notes()).filter((name) => name.endsWith(ending));
const settled = () => until('the notes to be settled', () => noted('').length === 0);
const history = () =>
  fixture.app.query<{ id: string }>(
    'select c.id, c.to_number, c.outcome, c.cause, c.from_number, e.number as extension from calls c left join extensions e on e.id = c.extension_id where c.emergency',
  );
const live = () => fixture.app.query<{ id: string; emergency: boolean }>('select * from live_calls');
/** The texts of the banners. */
const shown = async () => {
  const { body } = await fixture.ask('GET', '/emergency-calls');
  return body.items as { id: string; number: string; endedAt: string | null }[];
};
const events = (id: string) =>
  fixture.app.query<{ name: string }>('select name from queued_events where subject_id = $1 order by name', [id]);
/** The subjects of the mails about a call, once the worker has written them. */
async function mails(id: string): Promise<string[]> {
  const worker = openDb(openPool(fixture.app.database.urls.worker, 'test', 2));
  expect(await runTasks(emergencyTasks, fixture.app, worker)).toEqual([]);
  await worker.destroy();
  const rows = await fixture.app.query<{ subject: string }>('select subject from mails where occasion like $1', [
    `911:${id}:%`,
  ]);
  return rows.map(({ subject }) => subject);
}
const EVENTS = ['call.answered', 'call.ended', 'call.started', 'emergency.called'].map((name) => ({ name }));

test('a 911 call that was placed and ended while call control was away is noticed and recorded once', async () => {
  await fixture.control.kill('SIGKILL');
  const atCarrier = carrier.listen({ tone: TONES.callee });
  const call = ada.call('911', { tone: TONES.caller });
  await hearEachOther(call, atCarrier.nextCall());
  await until('the first note', () => noted('.start').length === 1);
  await call.hangUp();
  const [end] = await until('the last note', () => noted('.end').length === 1 && noted('.end'));
  const copy = path.join(fixture.folder, 'copy');
  copyFileSync(path.join(notes(), end ?? ''), copy);

  await fixture.control.start();
  await settled();
  const [record, ...more] = await history();
  expect(more).toEqual([]);
  expect(record).toMatchObject({
    to_number: '911',
    outcome: 'answered',
    from_number: '+12125550101',
    extension: '101',
  });
  const id = record?.id ?? '';
  expect(await shown()).toMatchObject([{ id, number: '911', endedAt: expect.any(String) }]);
  expect(await events(id)).toEqual(EVENTS);
  const sent = await mails(id);
  expect(sent.length).toBeGreaterThan(0);
  for (const subject of sent) expect(subject).toMatch(/^911 was called from extension 101/);

  // killed after its commit, before it deleted the note
  await fixture.control.kill('SIGKILL');
  copyFileSync(copy, path.join(notes(), end ?? ''));
  await fixture.control.start();
  await settled();
  expect(await history()).toHaveLength(1);
  expect(await events(id)).toEqual(EVENTS);
  expect(await mails(id)).toEqual(sent);
  expect(await shown()).toHaveLength(1);
  await fixture.app.query('delete from emergency_calls');
});

test('one that is still on is noticed at once, also a call to another country’s number, and recorded when it ends', async () => {
  await fixture.control.kill('SIGKILL');
  const atCarrier = carrier.listen({ tone: TONES.callee });
  const call = mia.call('110', { tone: TONES.caller });
  const taken = await atCarrier.nextCall();
  expect(taken.dialled).toBe('110');
  await hearEachOther(call, taken);
  expect(await hasEmergencyCall(fixture.asterisk.connection)).toBe(true);
  await fixture.control.start();
  const [row] = await until('the live call', async () => {
    const rows = await live();
    return rows.length === 1 && rows;
  });
  const id = row?.id ?? '';
  expect(await shown()).toMatchObject([{ id, number: '110', endedAt: null }]);
  expect((await mails(id)).length).toBeGreaterThan(0);

  // the next call control doesn't treat it as a lost call
  await fixture.control.kill('SIGKILL');
  await fixture.app.query(`update live_calls set admitted_at = admitted_at - interval '1 minute'`);
  await fixture.app.query(
    `insert into live_calls (id, tenant_id, direction, emergency, from_number, to_number, admitted_at, node, channel_id, outside_lines)
     select gen_random_uuid(), tenant_id, 'internal', false, '201', '202', admitted_at, node, 'gone', '{}' from live_calls`,
  );
  await fixture.control.start();
  await until('a lost call to end', () => fixture.control.output().includes('calls had ended without a record'));
  await call.hears(TONES.callee);
  expect((await live()).map((each) => each.id)).toEqual([id]);
  await call.hangUp();
  await settled();
  expect(await history()).toMatchObject([{ id, to_number: '110', outcome: 'answered', cause: 16, extension: '201' }]);
  expect(await events(id)).toEqual(EVENTS);
  expect(await shown()).toMatchObject([{ id, endedAt: expect.any(String) }]);
  await fixture.app.query('delete from emergency_calls');
});

describe('the call is placed and heard', () => {
  const ANSWERED = { answered: true, endedBy: 'us' };

  /** Calls 911, hangs up, and returns how the call went. */
  async function callForHelp(): Promise<CallResult> {
    const atCarrier = carrier.listen({ tone: TONES.callee });
    const call = ada.call('911', { tone: TONES.caller });
    await hearEachOther(call, atCarrier.nextCall());
    const result = await call.hangUp();
    // then its last note has been written
    await until('its channel to go', async () => !(await hasEmergencyCall(fixture.asterisk.connection)));
    return result;
  }

  test('although no note can be written', async () => {
    await fixture.control.kill('SIGKILL');
    const folder = notes();
    chmodSync(folder, 0);
    expect(await callForHelp()).toMatchObject(ANSWERED);
    chmodSync(folder, 0o700);
    renameSync(folder, `${folder}-away`);
    expect(await callForHelp()).toMatchObject(ANSWERED);
    // a file instead of the folder
    writeFileSync(folder, '');
    expect(await callForHelp()).toMatchObject(ANSWERED);
    rmSync(folder);
    renameSync(`${folder}-away`, folder);
  });

  test('although the disk hangs', async () => {
    await fixture.control.kill('SIGKILL');
    expect(await callForHelp()).toMatchObject(ANSWERED);
    const [end] = await until('a note', () => noted('.end').length === 1 && noted('.end'));
    const [, node = '', channel = ''] = /^(.+)-\d+\.(\d+)\.end$/.exec(end ?? '') ?? [];
    // pipes instead of the next notes, because opening a pipe for writing waits for a reader
    const now = Math.floor(Date.now() / 1000);
    const pipes = Array.from({ length: 20 }, (_, second) =>
      Array.from({ length: 20 }, (__, n) => `${node}-${now + second}.${Number(channel) + n + 1}.start`),
    ).flat();
    execFileSync('mkfifo', ['-m', '666', ...pipes.map((name) => path.join(notes(), name))]);
    expect(await callForHelp()).toMatchObject(ANSWERED);
    await until('its last note', () => noted('.end').length === 2);
    // the first one still waits
    expect(noted('.start')).toHaveLength(pipes.length + 1);
    for (const name of pipes) {
      closeSync(openSync(path.join(notes(), name), constants.O_RDONLY | constants.O_NONBLOCK));
      rmSync(path.join(notes(), name));
    }
    await fixture.control.start();
    await settled();
    expect(await history()).toHaveLength(2);
  });
});
