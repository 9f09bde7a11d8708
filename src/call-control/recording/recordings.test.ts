import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../../../test/cluster.ts';
import { openStorage } from '../../platform/db/storage.ts';
import { newId } from '../../platform/values/ids.ts';
import { openRecordings } from './recordings.ts';

let dataDir: string;

beforeEach(() => {
  dataDir = temporaryFolder('recordings');
  for (const folder of ['lent', 'recording']) fs.mkdirSync(path.join(dataDir, 'spool', folder), { recursive: true });
});
afterEach(() => fs.rmSync(dataDir, { recursive: true }));

const open = (liveRecording = 404) =>
  openRecordings({
    dataDir,
    storage: openStorage(dataDir),
    request: async () => ({ status: liveRecording, body: {} }),
    spool: () => path.join(dataDir, 'spool'),
  });

test.each([
  ['a message that was deleted while its caller listens says so', 'voicemails', 'deleted'],
  ['a greeting that is missing is the standard one', 'greetings', 'greeting'],
] as const)('%s', async (_, kind, prompt) => {
  const name = `${newId()}.wav`;
  expect(await open().mediaOf({ tenantId: newId(), kind, name })).toBe(`sound:strowger/voicemail/${prompt}`);
});

test('a greeting that nobody saved and a copy of a sound are removed when they are old, a message is not', async () => {
  const message = `recording/${newId()}.wav`;
  const greeting = `recording/greeting-${newId()}-voicemail-3.wav`;
  const copy = `lent/greetings-${newId()}-${newId()}.wav`;
  const age = (name: string, hours: number) => {
    const at = new Date(Date.now() - hours * 3_600_000);
    fs.utimesSync(path.join(dataDir, 'spool', name), at, at);
  };
  const left = () => [message, greeting, copy].filter((name) => fs.existsSync(path.join(dataDir, 'spool', name)));
  for (const name of [message, greeting, copy]) fs.writeFileSync(path.join(dataDir, 'spool', name), '');
  await open().sweep();
  expect(left()).toEqual([message, greeting, copy]);
  [message, greeting].forEach((name) => age(name, 23));
  age(copy, 2);
  await open().sweep();
  expect(left()).toEqual([message, greeting]);
  [message, greeting].forEach((name) => age(name, 25));
  await open().sweep();
  expect(left()).toEqual([message]);
});

test('a message’s note that a power loss has left empty doesn’t hold up the others', async () => {
  const recordings = open();
  const note = {
    id: newId(),
    tenantId: newId(),
    mailboxId: newId(),
    callId: newId(),
    from: '101',
    fromName: '',
    receivedAt: new Date().toISOString(),
  };
  await recordings.note(note);
  fs.writeFileSync(path.join(dataDir, 'run/messages', `${newId()}.json`), '');
  expect(await recordings.noted()).toEqual([note]);
});

test('a recording is not read while Asterisk still writes it', async () => {
  const id = newId();
  fs.writeFileSync(path.join(dataDir, `spool/recording/${id}.wav`), Buffer.alloc(1000));
  vi.useFakeTimers();
  try {
    await Promise.all([
      expect(open(200).read(id)).rejects.toThrow('still records'),
      vi.advanceTimersByTimeAsync(11_000),
    ]);
  } finally {
    vi.useRealTimers();
  }
  expect(await open(404).read(id)).toHaveLength(1000);
});
