import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { TEST_SECRET_KEY } from '../../test/cluster.ts';
import { asTenant } from '../platform/db/db.ts';
import { findMailbox } from './mailboxes.ts';
import { type PinResult, type PinSource, checkPin } from './pins.ts';

let app: TestApp;
let admin: ApiUser;
let tenantId: string;
let made = 0;

beforeAll(async () => {
  app = await createTestApp();
  admin = await app.user('partner_admin', { partnerId: await app.partner('Northwind') });
  tenantId = (await admin.call('POST', '/tenants', { name: 'Bakery', sipPrefix: 'bakery', status: 'ACTIVE' })).body.id;
});
afterAll(() => app.close());

const newMailbox = async (pin: string | null = '4071'): Promise<string> =>
  (await admin.call('POST', `/tenants/${tenantId}/mailboxes`, { number: String(8000 + ++made), name: 'x', pin })).body
    .id;

const attempt = (id: string, pin: string, source: PinSource, now = new Date()): Promise<PinResult> =>
  asTenant(app.db, tenantId, async (tx) => {
    const mailbox = await findMailbox(tx, id);
    if (!mailbox) throw new Error('no mailbox');
    return checkPin(tx, mailbox, { source, pin, secretKey: TEST_SECRET_KEY, now });
  });
const from = (caller: string): PinSource => ({ kind: 'other', caller });

test('20 simultaneous wrong PINs get three attempts, and then even the right PIN has to wait', async () => {
  const id = await newMailbox();
  // with an existing count, only its lock makes the others wait
  expect(await attempt(id, '9999', from('first'))).toBe('wrong');
  const results = await Promise.all(Array.from({ length: 20 }, (_, n) => attempt(id, '9999', from(`caller ${n}`))));
  expect(results.filter((result) => result === 'wrong')).toHaveLength(2);
  expect(await attempt(id, '4071', from('another'))).toBe('wait');
  const later = new Date(Date.now() + 61_000);
  expect(await attempt(id, '4071', from('another'), later)).toBe('right');
});

test('a caller who tries one mailbox after another is slowed down, too', async () => {
  const ids = await Promise.all([newMailbox(), newMailbox(), newMailbox(), newMailbox()]);
  const results = [];
  for (const id of ids) results.push(await attempt(id, '9999', from('scanner')));
  expect(results).toEqual(['wrong', 'wrong', 'wrong', 'wait']);
  expect(await attempt(ids[3], '4071', from('owner'))).toBe('right');
});

test('attempts from outside don’t lock out the mailbox’s own phone', async () => {
  const id = await newMailbox();
  for (let n = 0; n < 5; n++) await attempt(id, '9999', from('stranger'));
  expect(await attempt(id, '4071', { kind: 'ownPhone' })).toBe('right');
});

test('nothing opens a mailbox that has no PIN', async () => {
  expect(await attempt(await newMailbox(null), '', from('somebody'))).toBe('wrong');
});
