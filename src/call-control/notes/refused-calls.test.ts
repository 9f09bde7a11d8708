import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../test/cluster.ts';
import type { Arrival } from '../../calls/model/decision.ts';
import { openRefusedCalls, readRefusal } from './refused-calls.ts';

const TENANT = '01960000-0000-7000-8000-00000000000a';
const AT = 1_772_366_400;
const PHONE = `at:${AT} from:phone dialled:102 caller:101 restricted:allowed_not_screened tenant:${TENANT} country:US callback:+12125550101 id:02aabbccddee-1.7 channel:PJSIP/bakery-101-00000007`;
const CARRIER = `at:${AT} from:carrier dialled:+12125550101 caller:+15551230000 restricted:prohib_not_screened tenant: country: callback: id:02aabbccddee-1.8 channel:PJSIP/trunk-1-00000008`;

let spool: string;
let saved: string[];
let logged: string[];
let failure: Error | null;

beforeEach(() => {
  spool = temporaryFolder('refused');
  fs.mkdirSync(path.join(spool, 'refused'));
  saved = [];
  logged = [];
  failure = null;
});
afterEach(() => fs.rmSync(spool, { recursive: true }));

const open = () =>
  openRefusedCalls({
    async save(arrival: Arrival) {
      if (failure) throw failure;
      saved.push(arrival.channel);
    },
    spool: () => spool,
    log: { info: () => {}, error: (_: unknown, message?: string) => void logged.push(message ?? '') },
  });
const write = (name: 'calls' | 'taken', ...lines: string[]) =>
  fs.writeFileSync(path.join(spool, 'refused', name), lines.map((line) => `${line}\n`).join(''));
const files = () => fs.readdirSync(path.join(spool, 'refused'));

test('a line is read as the call that arrived', () => {
  expect(readRefusal(PHONE)).toMatchObject({
    at: new Date(AT * 1000).toISOString(),
    channel: '02aabbccddee-1.7',
    from: 'phone',
    dialled: '102',
    endpoint: 'bakery-101',
    tenantId: TENANT,
    caller: { number: '101' },
    restricted: false,
    emergency: { trunkIds: [], callback: '+12125550101', country: 'US' },
  });
  expect(readRefusal(CARRIER)).toMatchObject({
    from: 'carrier',
    dialled: '+12125550101',
    tenantId: null,
    restricted: true,
  });
  expect(readRefusal(CARRIER.replace('+12125550101', 'sip:+12125550102@192.0.2.1'))).toMatchObject({
    dialled: '+12125550102',
  });
});

test.each(['', 'at:1', PHONE.slice(0, 60), PHONE.replace(TENANT, 'x'), PHONE.replace('phone', 'friend')])(
  'no call is read from %j',
  (line) => expect(readRefusal(line)).toBeNull(),
);

describe('the calls that were refused without call control', () => {
  test('are saved in their order, and their file is deleted', async () => {
    write('calls', PHONE, CARRIER);
    await open().recover();
    expect([saved, files(), logged]).toEqual([['02aabbccddee-1.7', '02aabbccddee-1.8'], [], []]);
  });

  test('keep their file until all are saved, while new ones go into another', async () => {
    write('calls', PHONE);
    failure = new Error('no database');
    const refused = open();
    await expect(refused.recover()).rejects.toThrow('no database');
    expect([saved, files()]).toEqual([[], ['taken']]);
    write('calls', CARRIER);
    failure = null;
    await refused.recover();
    await refused.recover();
    expect([saved, files()]).toEqual([['02aabbccddee-1.7', '02aabbccddee-1.8'], []]);
  });

  test('do not wait for one that can’t be stored, or for half a line', async () => {
    write('calls', PHONE.slice(0, 60), CARRIER);
    await open().recover();
    expect([saved, files(), logged.length]).toEqual([['02aabbccddee-1.8'], [], 1]);
    write('calls', PHONE);
    failure = Object.assign(new pg.DatabaseError('too long', 0, 'error'), { code: '22001' });
    await open().recover();
    expect([files(), logged.length]).toEqual([[], 2]);
  });

  test('are not read from a link, a pipe or a folder, which are removed', async () => {
    const elsewhere = path.join(spool, 'elsewhere');
    fs.writeFileSync(elsewhere, `${PHONE}\n`);
    const calls = path.join(spool, 'refused/calls');
    for (const make of [
      () => fs.symlinkSync(elsewhere, calls),
      () => execFileSync('mkfifo', [calls]),
      () => fs.mkdirSync(calls),
    ]) {
      make();
      await open().recover();
      expect([saved, files()]).toEqual([[], []]);
    }
    expect(fs.readFileSync(elsewhere, 'utf8')).toBe(`${PHONE}\n`);
  });

  test('may be none, without even a folder', async () => {
    await open().recover();
    fs.rmdirSync(path.join(spool, 'refused'));
    await open().recover();
    expect([saved, logged]).toEqual([[], []]);
  });
});
