import { rmSync } from 'node:fs';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.ts';
import { temporaryFolder } from '../../test/cluster.ts';
import { createTenant } from '../../test/tenants.ts';
import { until } from '../../test/until.ts';
import { writePhoneWav } from '../platform/audio/wav.ts';
import { openStorage } from '../platform/db/storage.ts';
import { newId } from '../platform/values/ids.ts';
import { openVoicemail } from './voicemail.ts';
import { openWriteBehind } from './writing/write-behind.ts';

let app: TestApp;
let folder: string;

beforeAll(async () => {
  app = await createTestApp();
  folder = temporaryFolder('messages');
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await app.close();
});

test('while the disk is full, a call ends without its message, which is stored once there is space', async () => {
  const admin = await app.user('partner_admin', { partnerId: await app.partner('Northwind') });
  const shop = await createTenant(admin.call, { prefix: 'bakery', extensions: ['101'] });
  const { body } = await admin.call('POST', `${shop.path}/mailboxes`, { number: '820', name: 'Orders' });
  let isFull = true;
  let tries = 0;
  const settled: string[] = [];
  const note = {
    id: newId(),
    tenantId: shop.id,
    mailboxId: body.id,
    callId: newId(),
    from: '102',
    fromName: '',
    receivedAt: new Date().toISOString(),
  };
  const storage = openStorage(folder);
  const writeBehind = openWriteBehind({
    saveRows: () => Promise.resolve(),
    isAboutRows: () => false,
    writers: 2,
    log: () => {},
  });
  const voicemail = openVoicemail({
    db: app.db,
    storage: {
      ...storage,
      async put(...of) {
        tries++;
        if (isFull) throw new Error('ENOSPC');
        await storage.put(...of);
      },
    },
    secretKey: 'secret',
    recordings: {
      note: () => Promise.reject(new Error('ENOSPC')),
      noted: () => Promise.resolve([note]),
      read: () => Promise.resolve(writePhoneWav(new Float32Array(40_000).fill(0.2))),
      settle: async (id) => void settled.push(id),
    },
    writeBehind,
    log: pino({ level: 'silent' }),
  });

  expect(await voicemail.note(note)).toBe(false);
  expect(await voicemail.check(note)).toBe('message');
  voicemail.store(note);
  await until('an attempt to store it', () => tries > 0);
  let hasEnded = false;
  writeBehind.write(note.callId, async () => void (hasEnded = true));
  await until('the end of the call', () => hasEnded);
  // found again by its note, it isn't stored twice
  await voicemail.recover(() => false);
  isFull = false;
  await until('the message is settled', () => settled.length > 0);
  const { body: messages } = await admin.call('GET', `${shop.path}/voicemails`);
  expect(messages.items).toMatchObject([{ id: note.id, callId: note.callId }]);
  expect(settled).toEqual([note.id]);
});
