import { execFileSync } from 'node:child_process';
import { closeSync, constants, copyFileSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { requestAri } from '../../../src/asterisk/ari-request.ts';
import { AriChannel } from '../../../src/call-control/ari/ari-events.ts';
import type { Call } from '../../sip/call.ts';
import type { Carrier } from '../../sip/carrier.ts';
import type { Phone } from '../../sip/phone.ts';
import { until } from '../../until.ts';
import { type CallControlFixture, openCallControlFixture, type TenantWithPhones } from '../call-control-fixture.ts';
import { hearEachOther, TONES } from '../talk.ts';

const DID = '+12125550101';
/** The dialplan writes no more into a file of this size. */
const FULL = 1_000_001;
/** So many channels wait for a disk that hangs. */
const WAITING = 30;

let fixture: CallControlFixture;
let bakery: TenantWithPhones;
let carrier: Carrier;
let ada: Phone;

beforeAll(async () => {
  fixture = await openCallControlFixture();
  carrier = await fixture.addCarrier('carrier');
  bakery = await fixture.addTenant('bakery', ['101', '102']);
  await bakery.addNumber(DID, '102');
  ada = await bakery.openPhone('101');
});
beforeEach(() => fixture.control.kill('SIGKILL'));
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(fixture.control.output(), fixture.asterisk.lastLines().join('\n'));
  await fixture.control.ensureStarted();
  await fixture.callsToEnd();
  await fixture.app.query('delete from calls');
});
afterAll(async () => {
  for (const each of [ada, carrier]) await each?.[Symbol.asyncDispose]();
  await fixture?.[Symbol.asyncDispose]();
});

const notes = (): string => path.join(fixture.asterisk.connection.spool, 'refused/calls');
const lines = (): number => (existsSync(notes()) ? readFileSync(notes(), 'utf8').split('\n').length - 1 : 0);
const isRefused = async (call: Call) =>
  expect(await call.ended).toMatchObject({ finalStatus: 503, answered: false, earlyMedia: true });
const history = () =>
  fixture.app.query(`select c.direction, c.from_number, c.to_number, c.outcome, c.reason, e.number as extension
    from calls c left join extensions e on e.id = c.extension_id order by c.direction, c.from_number, c.to_number`);
const REFUSED = { outcome: 'refused', reason: 'unavailable' };

test('calls that the dialplan refuses are in the history once, from phones and from outside', async () => {
  await Promise.all([
    isRefused(ada.call('102')),
    isRefused(ada.call('2125550199')),
    isRefused(ada.call('alice')),
    isRefused(ada.call('%22')),
    isRefused(carrier.callIn(DID, { server: fixture.sip, from: '+15551230000' })),
    // a number of nobody
    isRefused(carrier.callIn('+12125550999', { server: fixture.sip, from: '+15551230000' })),
    // one that puts a field of a note into its number
    isRefused(carrier.callIn(DID, { server: fixture.sip, from: '+15551239999%20dialled%3A+12125550999' })),
  ]);
  await until('the notes', () => lines() === 7);
  const copy = path.join(fixture.folder, 'copy');
  copyFileSync(notes(), copy);
  await fixture.control.start();
  const expected = [
    { ...REFUSED, direction: 'inbound', from_number: '+15551230000', to_number: DID, extension: null },
    {
      ...REFUSED,
      direction: 'inbound',
      from_number: expect.stringContaining('+15551239999'),
      to_number: DID,
      extension: null,
    },
    { ...REFUSED, direction: 'internal', from_number: '101', to_number: '102', extension: '101' },
    ...['', '2125550199', 'alice'].map((to_number) => ({
      ...REFUSED,
      direction: 'outbound',
      from_number: '101',
      to_number,
      extension: '101',
    })),
  ];
  const all = await until('the calls in the history', async () => {
    const rows = await history();
    return rows.length === expected.length && rows;
  });
  expect(all).toEqual(expected);

  // killed after its commit, before it deleted the notes
  await fixture.control.kill('SIGKILL');
  copyFileSync(copy, notes());
  await fixture.control.start();
  await until('the notes to be read', () => !existsSync(notes()));
  await until('the notes to be deleted', () => !existsSync(notes().replace(/calls$/, 'taken')));
  expect(await history()).toEqual(expected);
});

test('a full file takes no more entries, and callers hear the same', async () => {
  writeFileSync(notes(), `${'x'.repeat(FULL)}\n`, { mode: 0o666 });
  await isRefused(ada.call('102'));
  await fixture.control.start();
  await until('the file to be deleted', () => !existsSync(notes().replace(/calls$/, 'taken')) && !existsSync(notes()));
  expect(await history()).toEqual([]);
});

test('while the disk hangs, calls are refused as always, and 911 goes through', async () => {
  // opening a pipe for writing waits for a reader
  execFileSync('mkfifo', ['-m', '666', notes()]);
  await Promise.all(Array.from({ length: WAITING + 6 }, () => isRefused(ada.call('102'))));
  const { body } = await requestAri(fixture.asterisk.connection, 'GET', 'channels');
  const channels = z.array(AriChannel).parse(body);
  // the half of each that runs the dialplan
  const waiting = channels.filter(({ name }) => /^Local\/refused@notes-\w+;2$/.test(name));
  expect(waiting.length).toBeGreaterThan(0);
  expect(waiting.length).toBeLessThanOrEqual(WAITING);
  const atCarrier = carrier.listen({ tone: TONES.callee });
  const emergency = ada.call('911', { tone: TONES.caller });
  await hearEachOther(emergency, atCarrier.nextCall());
  await emergency.hangUp();
  closeSync(openSync(notes(), constants.O_RDONLY | constants.O_NONBLOCK));
  rmSync(notes(), { force: true });
});
