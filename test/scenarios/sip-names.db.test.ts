import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../app.ts';
import { HOSTILE_NAMES } from './hostile-names.ts';

/**
 * Asterisk reads names in the settings of a phone. Rows may have names from before they were validated, but Asterisk always has to get a single line.
 */
let app: TestApp;
let tenantId: string;

beforeAll(async () => {
  app = await createTestApp();
  const admin = await app.user('partner_admin', { partnerId: await app.partner('Mine') });
  const { body } = await admin.call('POST', '/tenants', { name: 'Bakery', sipPrefix: 'bakery', status: 'ACTIVE' });
  tenantId = body.id;
  await admin.call('POST', `/tenants/${tenantId}/extensions`, { number: '101', name: 'Counter' });
});
afterAll(() => app.close());

/** Like Asterisk's `ast_realtime_decode_chunk`: `^` and two hexadecimal digits are a character. */
const decoded = (text: string): string =>
  text.replaceAll(/\^([0-9a-fA-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

test('a phone’s caller ID is one line with one name and one number', async () => {
  const shown: Record<string, string> = {};
  for (const name of HOSTILE_NAMES) {
    // the limit of the column
    await app.query('update extensions set name = left($1, 100) where tenant_id = $2', [name, tenantId]);
    const [row] = await app.query<{ callerid: string }>(
      `select p.callerid from asterisk.ps_endpoints p join extensions e on e.sip_username = p.id where e.tenant_id = $1`,
      [tenantId],
    );
    // Asterisk splits a setting at `;`
    shown[name] = decoded(row!.callerid.split(';').at(-1)!);
  }
  const wrong = Object.entries(shown).filter(
    ([, callerid]) =>
      !/^"[^"\\<>\p{Cc}\u2028\u2029\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u3164\u2800]{0,60}" <101>$/u.test(
        callerid,
      ),
  );
  expect(wrong).toEqual([]);
  expect(shown['株式会社']).toBe('"株式会社" <101>');
});
