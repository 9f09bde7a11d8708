import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attemptsAreNew } from '../../../test/account.ts';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { hashPassword } from '../../platform/password.ts';
import { newId } from '../../platform/values/ids.ts';
import { ATTACK_THRESHOLD } from '../rules.ts';

let app: TestApp;
let partnerId: string;
let passwordHash: string;
const PASSWORD = 'correct horse battery';

beforeAll(async () => {
  app = await createTestApp();
  partnerId = await app.partner('Northwind Voice');
  passwordHash = await hashPassword(PASSWORD);
});
afterAll(() => app.close());

async function account(): Promise<string> {
  const id = newId();
  const email = `${id}@people.example`;
  await app.query(
    "insert into users (id, email, name, role, partner_id, password_hash) values ($1, $2, 'Ada', 'partner_admin', $3, $4)",
    [id, email, partnerId, passwordHash],
  );
  return email;
}

let made = 0;
/** An address in a new IPv6 network. */
const freshAddress = () => `2001:db8:${(made += 1).toString(16)}::1`;

const signIn = (email: string, password: string, from: string, cookie?: string) =>
  app.nobody('POST', '/session', { email, password }, { 'x-forwarded-for': from, ...(cookie && { cookie }) });

const cookieNamed = (answer: { headers: Record<string, unknown> }, name: string): string =>
  ([answer.headers['set-cookie']].flat() as string[]).map((text) => text.split(';')[0]!).find((text) => text.startsWith(`${name}=`))!; // prettier-ignore

/** Sends wrong passwords, each from a new address. */
async function attack(email: string, attempts: number): Promise<void> {
  for (let done = 0; done < attempts; done += 20) {
    const answers = await Promise.all(Array.from({ length: 20 }, () => signIn(email, 'wrong', freshAddress())));
    expect(answers.every(({ status }) => status === 401)).toBe(true);
  }
}

const FROM_ELSEWHERE = process.env.LONG === '1' ? 1000 : 120;

describe('an account under attack', () => {
  test(`lets its owner in at once from an address without failures, after ${FROM_ELSEWHERE} wrong passwords from elsewhere`, async () => {
    const email = await account();
    await attack(email, FROM_ELSEWHERE);
    expect((await signIn(email, PASSWORD, freshAddress())).status).toBe(200);
  });

  test('lets its owner in after as many from one address, which is throttled', async () => {
    const email = await account();
    const stranger = freshAddress();
    const answers = [];
    for (let n = 0; n < 1000; n += 1) answers.push((await signIn(email, 'wrong', stranger)).status);
    expect(answers.filter((status) => status === 429).length).toBeGreaterThan(950);
    expect((await signIn(email, PASSWORD, freshAddress())).status).toBe(200);
    await attemptsAreNew(app);
    expect((await signIn(email, PASSWORD, stranger)).status).toBe(429);
  });

  test('gives each new address one attempt', async () => {
    const email = await account();
    const before = freshAddress();
    expect([(await signIn(email, 'wrong', before)).status, (await signIn(email, 'wrong', before)).status]).toEqual([401, 401]); // prettier-ignore
    await attack(email, ATTACK_THRESHOLD);
    const stranger = freshAddress();
    expect((await signIn(email, 'wrong', stranger)).status).toBe(401);
    const second = await signIn(email, 'wrong', stranger);
    expect(second.status).toBe(429);
    // five minutes, less what the machine has taken since
    const wait = Number(second.headers['retry-after']);
    expect([wait > 240, wait <= 300]).toEqual([true, true]);
    // an hour later
    await app.query("update sign_in_failures set since = since - interval '61 minutes', last_at = last_at - interval '61 minutes'"); // prettier-ignore
    const later = freshAddress();
    expect([(await signIn(email, 'wrong', later)).status, (await signIn(email, 'wrong', later)).status]).toEqual([401, 401]); // prettier-ignore
  });
});

describe('a browser that has signed in before', () => {
  test('is throttled only by its own failures, even next to an attacker at its address', async () => {
    const email = await account();
    const office = freshAddress();
    const device = cookieNamed(await signIn(email, PASSWORD, office), 'device');
    for (let n = 0; n < 30; n += 1) await signIn(email, 'wrong', office);
    await attemptsAreNew(app);
    expect((await signIn(email, PASSWORD, office)).status).toBe(429);
    expect((await signIn(email, PASSWORD, office, device)).status).toBe(200);
    for (let n = 0; n < 5; n += 1) expect((await signIn(email, 'wrong', office, device)).status).toBe(401);
    await attemptsAreNew(app);
    expect((await signIn(email, PASSWORD, office, device)).status).toBe(429);
  });

  test('is known to that account only, and cannot be forged', async () => {
    const [email, other] = [await account(), await account()];
    const office = freshAddress();
    const device = cookieNamed(await signIn(email, PASSWORD, office), 'device');
    for (let n = 0; n < 5; n += 1) await signIn(other, 'wrong', office);
    await attemptsAreNew(app);
    expect((await signIn(other, PASSWORD, office, device)).status).toBe(429);
    for (const made of ['device=a.b.c', 'device=', `${device}x`, device.replace('device=', 'device=x')]) {
      await attemptsAreNew(app);
      expect((await signIn(other, PASSWORD, office, made)).status, made).toBe(429);
    }
  });

  test('is known to several accounts', async () => {
    const [email, other] = [await account(), await account()];
    const office = freshAddress();
    const first = cookieNamed(await signIn(email, PASSWORD, office), 'device');
    const both = cookieNamed(await signIn(other, PASSWORD, office, first), 'device');
    for (const one of [email, other]) {
      for (let n = 0; n < 8; n += 1) await signIn(one, 'wrong', office);
      expect((await signIn(one, PASSWORD, office, both)).status).toBe(200);
    }
  });

  test('gets a cookie that scripts cannot read and that names no account', async () => {
    const email = await account();
    const answer = await signIn(email, PASSWORD, freshAddress());
    const [, device] = answer.headers['set-cookie'] as string[];
    expect(device).toMatch(/^device=[\w.-]+; Max-Age=15552000; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(device).not.toContain('example');
  });
});
