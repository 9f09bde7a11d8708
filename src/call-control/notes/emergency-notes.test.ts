import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../test/cluster.ts';
import type { NotedCall } from '../../calls/records/noted-calls.ts';
import { idOfNoted } from '../../calls/records/noted-calls.ts';
import { openEmergencyNotes, parseNote } from './emergency-notes.ts';

const CHANNEL = '02aabbccddee-1772366400.7';
const TENANT = '01960000-0000-7000-8000-00000000000a';
const AT = 1_772_366_400;
const START = `at:${AT} number:911 tenant:${TENANT} channel:PJSIP/bakery-101-00000007 caller:101 callback:+12125550101 trunk:trunk-1`;
const END = `${START} ended:${AT + 60} answered:50 cause:16`;
const time = (seconds: number) => new Date((AT + seconds) * 1000);

let spool: string;
let folder: string;
let saved: NotedCall[];
let logged: string[];
let fails: boolean;
let channels: { id: string; state: string }[] | null;

beforeEach(() => {
  spool = temporaryFolder('notes');
  folder = path.join(spool, 'emergency');
  fs.mkdirSync(folder);
  saved = [];
  logged = [];
  fails = false;
  channels = [];
});
afterEach(() => fs.rmSync(spool, { recursive: true }));

const open = () =>
  openEmergencyNotes({
    async save(call) {
      if (fails) throw new Error('no database');
      saved.push(call);
      return true;
    },
    request: async () => ({ status: channels === null ? 503 : 200, body: channels ?? {} }),
    spool: () => spool,
    log: {
      info: () => {},
      warn: () => {},
      error: (_: unknown, message?: string) => void logged.push(message ?? ''),
    },
  });
const write = (which: 'start' | 'end', text: string) =>
  fs.writeFileSync(path.join(folder, `${CHANNEL}.${which}`), text);
const files = () => fs.readdirSync(folder);

const CALL = {
  channel: CHANNEL,
  sipUsername: 'bakery-101',
  tenantId: TENANT,
  number: '911',
  caller: '101',
  callback: '+12125550101',
  hasTrunk: true,
  at: time(0),
};

describe('an emergency call that the dialplan placed', () => {
  test('is saved with its answer and end, and its notes are deleted', async () => {
    write('start', `${START}\n`);
    write('end', `${END}\n`);
    await open().recover();
    expect(saved).toEqual([{ ...CALL, answeredAt: time(10), end: { at: time(60), cause: 16 } }]);
    expect(files()).toEqual([]);
  });

  test('is saved although its first note could not be written', async () => {
    write('end', `${START} ended:${AT + 60} answered: cause:0\n`);
    await open().recover();
    expect(saved).toEqual([{ ...CALL, answeredAt: null, end: { at: time(60), cause: 38 } }]);
  });

  test('is in progress while Asterisk has its channel: saved once, and once more when it is answered', async () => {
    write('start', `${START}\n`);
    channels = [{ id: CHANNEL, state: 'Ring' }];
    const notes = open();
    await notes.recover();
    await notes.recover();
    expect(saved).toEqual([{ ...CALL, answeredAt: null, end: null }]);
    expect(notes.has(idOfNoted(CALL))).toBe(true);
    channels = [{ id: CHANNEL, state: 'Up' }];
    await notes.recover();
    expect(saved).toHaveLength(2);
    expect(saved[1]).toMatchObject({ answeredAt: expect.any(Date), end: null });
    expect(files()).toHaveLength(1);
    // its end is noted before its channel goes
    write('end', `${END}\n`);
    await notes.recover();
    expect(saved[2]?.end).toEqual({ at: time(60), cause: 16 });
    expect([notes.has(idOfNoted(CALL)), files()]).toEqual([false, []]);
  });

  test('ended with Asterisk if its channel is gone and its end was not noted', async () => {
    write('start', `${START}\n`);
    await open().recover();
    expect(saved).toMatchObject([{ answeredAt: null, end: { cause: 38 } }]);
    expect(files()).toEqual([]);
  });

  test('keeps its note until it is saved, is reported once, and holds up no other', async () => {
    write('end', `${END}\n`);
    fs.writeFileSync(path.join(folder, '02aabbccddee-1772366400.9.end'), `${END}\n`);
    fails = true;
    const notes = open();
    await notes.recover();
    await notes.recover();
    expect([files().length, logged.length]).toEqual([2, 2]);
    fails = false;
    await notes.recover();
    expect([files(), saved.length]).toEqual([[], 2]);
  });

  test('waits for Asterisk: without its list of channels nothing is known to have ended', async () => {
    write('start', `${START}\n`);
    channels = null;
    await expect(open().recover()).rejects.toThrow('does not list its channels');
    expect([saved, files().length]).toEqual([[], 1]);
  });
});

describe('what else may lie in the folder', () => {
  test('half a note is left while the channel lives, and reported when it is gone', async () => {
    write('start', START.slice(0, 40));
    channels = [{ id: CHANNEL, state: 'Ring' }];
    const notes = open();
    await notes.recover();
    expect([files().length, logged]).toEqual([1, []]);
    channels = [];
    await notes.recover();
    expect([files(), logged.length, saved]).toEqual([[], 1, []]);
  });

  test('a symbolic link is not followed, and nothing waits at a pipe', async () => {
    const elsewhere = path.join(spool, 'elsewhere');
    fs.writeFileSync(elsewhere, `${END}\n`);
    fs.symlinkSync(elsewhere, path.join(folder, `${CHANNEL}.end`));
    execFileSync('mkfifo', [path.join(folder, '02aabbccddee-1772366400.9.end')]);
    await open().recover();
    expect(saved).toEqual([]);
    expect(fs.readFileSync(elsewhere, 'utf8')).toBe(`${END}\n`);
  });

  test('nothing is there, not even the folder', async () => {
    fs.rmdirSync(folder);
    channels = null;
    await open().recover();
    expect([saved, logged]).toEqual([[], []]);
  });
});

test.each([
  '',
  'at:1',
  START,
  `${START.replace(TENANT, 'x')}\n`,
  `${START.replace('911', '')}\n`,
  `${START.replace('911', '9;11')}\n`,
])('no call is read from %j', (text) => {
  expect(parseNote(text)).toBeNull();
});
