import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiResponse, createTestApp, type ApiUser, type TestApp } from '../app.ts';

/** The cost of a request and its response is limited before the user is known. */
let app: TestApp;
let admin: ApiUser;

beforeAll(async () => {
  app = await createTestApp();
  admin = await app.user('partner_admin', { partnerId: await app.partner('Mine') });
});
afterAll(() => app.close());

/** The outcome, and whether the response is short and without internal details. */
const outcome = (answer: ApiResponse) => ({
  status: answer.status,
  code: answer.body.code,
  short: answer.text.length < 8000,
  leaks: /RangeError|stack|\.ts:/.test(answer.text),
});
const refused = (status: number, code: string) => ({ status, code, short: true, leaks: false });

/** Built as text, so that it doesn't depend on the depth limit of a JSON writer. */
const nested = (open: string, close: string, depth: number) =>
  `{"email":${open.repeat(depth)}1${close.repeat(depth)},"password":"x"}`;

test.each([
  ['arrays', nested('[', ']', 3000)],
  ['objects', nested('{"a":', '}', 2500)],
  ['just too deep', nested('[', ']', 21)],
])('refuses %s in one another, before sign-in', async (_what, body) => {
  expect(outcome(await app.nobody('POST', '/session', body))).toEqual(refused(400, 'malformed'));
});

test('refuses them from a signed-in user', async () => {
  expect(outcome(await admin.call('POST', '/tenants', nested('[', ']', 100_000)))).toEqual(refused(400, 'malformed'));
  expect(
    outcome(await admin.call('POST', '/tenants', { name: 'x', sipPrefix: 'deep', limits: { a: [[[[[[1]]]]]] } })),
  ).toEqual(refused(422, 'invalid'));
});

test('accepts a few kilobytes before sign-in', async () => {
  expect(outcome(await app.nobody('POST', '/session', { email: 'a@b.example', password: 'x'.repeat(20_000) }))).toEqual(
    refused(413, 'too_large'),
  );
  expect(outcome(await app.nobody('POST', '/invitations/read', { token: 'x'.repeat(20_000) }))).toEqual(
    refused(413, 'too_large'),
  );
});

test('names the first of many errors and counts the rest', async () => {
  const unknown = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`surprise${i}`, i]));
  const answer = await admin.call('POST', '/tenants', { name: 'x', sipPrefix: 'many', ...unknown });
  expect(outcome(answer)).toEqual(refused(422, 'invalid'));
  expect(answer.body.errors).toHaveLength(20);
  expect(answer.body.moreErrors).toBe(4980);
  const numbers = await admin.call('POST', '/dids', { numbers: Array.from({ length: 9000 }, () => 'x') });
  expect(outcome(numbers)).toEqual(refused(422, 'invalid'));
  expect(numbers.body).toMatchObject({ moreErrors: 8980 });
});

test('refuses more values than any real request has', async () => {
  const unknown = Object.fromEntries(Array.from({ length: 60_000 }, (_, i) => [`k${i}`, 1]));
  expect(outcome(await admin.call('POST', '/tenants', unknown))).toEqual(refused(400, 'malformed'));
});

test('does not repeat a field name as long as a book', async () => {
  expect(outcome(await admin.call('POST', '/tenants', { ['x'.repeat(500_000)]: 1 }))).toEqual(refused(422, 'invalid'));
});
