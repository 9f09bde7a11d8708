import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiUser, createTestApp, type TestApp } from '../../test/app.ts';
import { createTenant } from '../../test/tenants.ts';

let app: TestApp;
let admin: ApiUser['call'];
let partnerId: string;

beforeAll(async () => {
  app = await createTestApp();
  partnerId = await app.partner('Partner');
  admin = (await app.user('partner_admin', { partnerId })).call;
});
afterAll(() => app.close());

const contactsOf = async () => `${(await createTenant(admin)).path}/contacts`;
const send = async (path: string, csv: string, dryRun = false) => {
  const { status, body, text } = await admin('POST', `${path}/import?dryRun=${dryRun}`, { csv });
  expect(status, text).toBe(200);
  return body;
};
const listed = async (path: string) =>
  (await admin('GET', path)).body.items.map((one: any) => [
    one.name,
    ...one.numbers.map((n: any) => n.kind + n.number),
  ]);
const outcomes = ({ rows }: { rows: { line: number; outcome: string }[] }) =>
  rows.map((row) => `${row.line} ${row.outcome}`);

const FILE = 'Name;Company;Mobile;Work;Fax\nMaria;Hudson;(212) 555-0199;+44 20 7946 0958;1\nBad;;12;;\n';

test('a dry run reports the result of each row and changes nothing, and the import takes all valid rows', async () => {
  const path = await contactsOf();
  const preview = await send(path, FILE, true);
  expect(preview).toMatchObject({ dryRun: true, added: 1, changed: 0, same: 0, refused: 1 });
  expect(preview.columns.map(({ use }: { use: string }) => use)).toEqual([
    'name',
    'company',
    'numbers',
    'numbers',
    'ignored',
  ]);
  expect(preview.rows).toEqual([
    {
      outcome: 'new',
      line: 2,
      name: 'Maria',
      numbers: [
        { kind: 'mobile', number: '+12125550199' },
        { kind: 'work', number: '+442079460958' },
      ],
    },
    { outcome: 'refused', line: 3, name: 'Bad', message: '“12” isn’t a phone number such as +12125550101.' },
  ]);
  expect(await listed(path)).toEqual([]);
  expect(await send(path, FILE)).toEqual({ ...preview, dryRun: false });
  expect(await listed(path)).toEqual([['Maria', 'mobile+12125550199', 'work+442079460958']]);
  expect(outcomes(await send(path, FILE))).toEqual(['2 same', '3 refused']);
  const changed = await send(path, 'Name,Mobile\nMaria,2125550177');
  expect(changed.rows).toMatchObject([{ outcome: 'changed', fields: ['numbers'] }]);
  expect(await listed(path)).toEqual([['Maria', 'work+442079460958', 'mobile+12125550177']]);
});

test('accepts a file in any encoding that a spreadsheet writes', async () => {
  const path = await contactsOf();
  const text = 'Name;Work\r\nMüller;+49 30 901820\r\n';
  for (const file of [
    Buffer.from(`\ufeff${text}`),
    Buffer.from(`\ufeff${text}`, 'utf16le'),
    Buffer.from(text, 'latin1'),
  ]) {
    const { statusCode, body } = await app.app.inject({
      method: 'POST',
      url: `/api/v1${path}/import?dryRun=true`,
      headers: { ...(await signedIn()), 'content-type': 'text/csv' },
      payload: file,
    });
    expect([statusCode, JSON.parse(body).rows]).toMatchObject([200, [{ outcome: 'new', name: 'Müller' }]]);
  }
});

/** The headers of a user who may import. The fixture's own requests can send only JSON. */
async function signedIn(): Promise<Record<string, string>> {
  const { hashToken, newToken } = await import('../platform/secrets.ts');
  const user = await app.user('partner_admin', { partnerId });
  const token = newToken();
  await app.query(
    "insert into sessions (token_hash, user_id, expires_at, ip) values ($1, $2, now() + interval '1 day', '127.0.0.1')",
    [hashToken(token), user.id],
  );
  return { host: 'localhost:80', origin: 'http://localhost:80', cookie: `session=${token}` };
}

test('an export can be imported unchanged, and no spreadsheet reads it as a formula', async () => {
  const path = await contactsOf();
  const names = ['=HYPERLINK("http://x","y")', '+1+1', '-2+3', '@SUM(A1)', 'Ann', "O'Neil; =1"];
  for (const [i, name] of names.entries())
    await admin('POST', path, {
      name,
      company: i === 4 ? '=cmd|x' : '',
      numbers: [
        { kind: 'mobile', number: `+1212555020${i}` },
        { kind: 'work', number: `+1212555021${i}` },
        { kind: 'work', number: `+1212555022${i}` },
      ],
      note: 'a\n=b',
    });
  const before = (await admin('GET', `${path}?sort=createdAt`)).body.items;
  const { text, headers } = await admin('GET', `${path}/export`);
  expect(headers['content-disposition']).toBe('attachment; filename="contacts.csv"');
  expect(text).toContain("\n'+1+1,");
  expect(text).toContain(',+12125550200,');
  const cells = text.split('\r\n').flatMap((line) => line.split(','));
  expect(cells.filter((cell) => /^"?[=@]/.test(cell))).toEqual([]);
  expect(outcomes(await send(path, text, true)).every((row) => row.endsWith('same'))).toBe(true);
  for (const { id } of before) await admin('DELETE', `${path}/${id}`);
  await send(path, text);
  const plain = ({ name, company, note, numbers }: any) => ({
    name,
    company,
    note,
    numbers: numbers.map((n: any) => n.kind + n.number).toSorted(),
  });
  const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
  const after = (await admin('GET', path)).body.items;
  expect(after.map(plain).toSorted(byName)).toEqual(before.map(plain).toSorted(byName));
});

test.each([
  ['', 'The file is empty.'],
  ['Phone,Note\n+12125550199,x', 'No column holds names.'],
  ['+12125550199\n+12125550177', 'No column holds names.'],
  ['Name,Work\n', 'This file has no rows below its headings.'],
  [`Name,Work\n${'Ann,1\n'.repeat(10_001)}`, 'You can import at most 10,000 rows at once.'],
])('%.30j is refused', async (csv, message) => {
  const { status, body } = await admin('POST', `${await contactsOf()}/import`, { csv });
  expect(status).toBe(422);
  expect(body.errors).toEqual([{ path: 'csv', message: expect.stringContaining(message) }]);
});

test('imports 10,000 rows of three numbers', async () => {
  const path = await contactsOf();
  const row = (n: number) =>
    `Contact ${n},Company ${n},+1212${2_000_000 + n},+1303${2_000_000 + n},+44207946${1000 + (n % 9000)},${'note '.repeat(40)}`;
  const csv = `Name,Company,Work,Mobile,Home,Note\n${Array.from({ length: 10_000 }, (_, n) => row(n)).join('\n')}`;
  expect(await send(path, csv)).toMatchObject({ added: 10_000, refused: 0 });
  expect((await admin('GET', `${path}?limit=1`)).body.total).toBe(10_000);
  expect(await send(path, csv)).toMatchObject({ same: 10_000 });
});
