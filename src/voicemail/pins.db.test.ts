import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { TEST_SECRET_KEY } from '../../test/cluster.ts';
import type { PinSource } from '../calls/model/mailbox.ts';
import { asTenant } from '../platform/db/db.ts';
import { findMailbox } from './mailboxes.ts';
import { type PinResult, checkPin } from './pins.ts';
import { PIN_FAILURES_MS } from './rules.ts';

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
const from = (number: string): PinSource => ({ kind: 'outside', number });
const phone = (extensionId: string): PinSource => ({ kind: 'phone', extensionId });
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Enters wrong PINs from a phone until the mailbox is closed for an hour. */
async function attack(id: string, by: PinSource, start: Date): Promise<Date> {
  let now = start;
  for (let n = 0; n < 12; n++) {
    await attempt(id, '9999', by, now);
    now = new Date(now.getTime() + HOUR_MS);
  }
  return new Date(now.getTime() - 59 * MINUTE_MS);
}

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

test('one phone that enters wrong PINs shuts nobody else out', async () => {
  const [id, attacker] = [await newMailbox(), 'attacker'];
  const start = new Date();
  expect(await attempt(id, '4071', from('+12125550177'), start)).toBe('right');
  const now = await attack(id, phone(attacker), start);
  expect(await attempt(id, '4071', phone(attacker), now)).toBe('wait');
  expect(await attempt(id, '4071', phone('colleague'), now)).toBe('right');
  // a caller who has opened it before has three attempts
  expect(await attempt(id, '9999', phone('colleague'), now)).toBe('wrong');
  expect(await attempt(id, '9999', phone('colleague'), now)).toBe('wrong');
  expect(await attempt(id, '4071', phone('colleague'), now)).toBe('right');
  expect(await attempt(id, '4071', from('+12125550177'), now)).toBe('right');
  // the attack is still on
  expect(await attempt(id, '4071', phone(attacker), now)).toBe('wait');
});

test('strangers from outside, whose numbers can be forged, wait together', async () => {
  const id = await newMailbox();
  const now = await attack(id, from('+12125550100'), new Date());
  expect(await attempt(id, '4071', from('+12125550101'), now)).toBe('wait');
  expect(await attempt(id, '4071', phone('colleague'), now)).toBe('right');
  expect(await attempt(id, '4071', from('+12125550101'), new Date(now.getTime() + HOUR_MS))).toBe('right');
});

test('callers that hide their number are never known', async () => {
  const [id, attacker] = [await newMailbox(), 'another attacker'];
  const start = new Date();
  expect(await attempt(id, '4071', from('anonymous'), start)).toBe('right');
  const now = await attack(id, phone(attacker), start);
  expect(await attempt(id, '4071', from('anonymous'), now)).toBe('wait');
});

test('a right PIN takes back the caller’s own slips, and no others', async () => {
  const [id, other] = [await newMailbox(), await newMailbox()];
  for (const box of [other, other, id]) expect(await attempt(box, '9999', phone('hall'))).toBe('wrong');
  const later = new Date(Date.now() + 61_000);
  expect(await attempt(id, '4071', phone('hall'), later)).toBe('right');
  expect(await attempt(other, '9999', phone('hall'), later)).toBe('wrong');
  expect(await attempt(other, '4071', phone('hall'), later)).toBe('wait');
});

test('in five days, an attacker with ten phones and any number of forged ones gets about 24 PINs a day, and one a phone', async () => {
  const id = await newMailbox();
  const start = Date.now();
  let wrong = 0;
  for (let hour = 0; hour < 5 * 24; hour++) {
    const now = new Date(start + hour * (HOUR_MS + 1000));
    const stolen = Array.from({ length: 10 }, (_, n) => phone(`stolen ${n}`));
    const forged = [0, 1].map((n) => from(`+1212555${1000 + hour * 2 + n}`));
    for (const source of [...stolen, ...forged]) if ((await attempt(id, '9999', source, now)) === 'wrong') wrong++;
  }
  expect(wrong).toBeGreaterThan(5 * 24);
  expect(wrong).toBeLessThanOrEqual(5 * (24 + 10));
});

test('counts are deleted once they no longer matter', async () => {
  const id = await newMailbox();
  const start = new Date();
  await attempt(id, '9999', from('+12125550111'), start);
  await attempt(id, '9999', from('+12125550112'), new Date(start.getTime() + PIN_FAILURES_MS + MINUTE_MS));
  const rows = await app.query<{ source: string }>('select source from pin_attempts where source like $1', [
    `at ${id} %`,
  ]);
  expect(rows).toEqual([{ source: `at ${id} outside +12125550112` }]);
});

test('nothing opens a mailbox that has no PIN', async () => {
  expect(await attempt(await newMailbox(null), '', from('somebody'))).toBe('wrong');
});
