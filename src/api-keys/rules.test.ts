import { expect, test } from 'vitest';
import { mayDo } from '../people/rules.ts';
import { openFailureLimit } from './failure-limit.ts';
import { openRequestLimit } from './request-limit.ts';
import { SCOPES, scopeFaults, TENANT_SCOPES } from './rules.ts';
import { isKey, newKey } from './token.ts';

test('a key has a neutral prefix, 32 random characters and a checksum', () => {
  const keys = Array.from({ length: 100 }, () => newKey('live'));
  expect(new Set(keys).size).toBe(100);
  for (const key of keys) expect(key).toMatch(/^pbx_live_[0-9A-Za-z]{38}$/);
  expect(keys.every(isKey)).toBe(true);
});

test('a key with one changed character fails its checksum', () => {
  const key = newKey('live');
  for (let at = 0; at < key.length; at++) {
    const other = key[at] === 'x' ? 'y' : 'x';
    expect(isKey(key.slice(0, at) + other + key.slice(at + 1)), `position ${at}`).toBe(false);
  }
  for (const text of ['', 'pbx_live_', `${key} `, `${key}0`, key.slice(1)]) expect(isKey(text)).toBe(false);
});

test('permissions over keys and users, and those of operators, are not scopes', () => {
  expect(SCOPES.filter((scope) => /^(api-keys|security|operator)\b|^team\.write/.test(scope))).toEqual([]);
  expect(SCOPES).toContain('extensions.secrets');
});

test('a tenant’s key can have the permissions of a tenant’s admin, except those over keys', () => {
  expect(TENANT_SCOPES).toContain('extensions.write');
  expect(TENANT_SCOPES.filter((scope) => !mayDo('tenant_admin', scope) || scope.startsWith('tenant-keys.'))).toEqual(
    [],
  );
  expect(scopeFaults(['extensions.read', 'tenants.read'], TENANT_SCOPES)).toMatchObject([{ path: 'scopes.1' }]);
});

test('an unknown scope is named', () => {
  expect(scopeFaults(['tenants.read', 'api-keys.write', 'cats.read'], SCOPES)).toEqual([
    { path: 'scopes.1', message: 'There is no scope “api-keys.write”.' },
    { path: 'scopes.2', message: 'There is no scope “cats.read”.' },
  ]);
});

test('a key that can create tenant admins has all of their permissions', () => {
  const whole = TENANT_SCOPES;
  expect(scopeFaults(whole, SCOPES)).toEqual([]);
  for (const left of whole.filter((permission) => permission !== 'tenant-users.write'))
    expect(
      scopeFaults(
        whole.filter((permission) => permission !== left),
        SCOPES,
      ),
    ).toMatchObject([{ path: 'scopes' }]);
});

/** A database that counts for several processes, by the clock of the test. */
function counter() {
  let [minute, taken] = [0, 0];
  let asked = 0;
  const clock = { now: 0 };
  const take = async (_: string, wanted: number, most: number) => {
    asked += 1;
    const present = Math.floor(clock.now / 60_000);
    if (present !== minute) [minute, taken] = [present, 0];
    const granted = Math.max(0, Math.min(wanted, most - taken));
    taken += granted;
    return { granted, taken };
  };
  return { clock, take, asked: () => asked };
}

test.each([1, 4])('%i processes together admit exactly the key’s limit, and more in the next minute', async (n) => {
  const { clock, take } = counter();
  const processes = Array.from({ length: n }, () => openRequestLimit(take, () => clock.now));
  const admitted = async () => {
    let count = 0;
    for (let at = 0; at < 400; at++) if ((await processes[at % n]!('key', 100)).admitted) count += 1;
    return count;
  };
  expect(await admitted()).toBe(100);
  clock.now += 60_000;
  expect(await admitted()).toBe(100);
});

test('a process queries the database rarely, and never for refusals', async () => {
  const { clock, take, asked } = counter();
  const admit = openRequestLimit(take, () => clock.now);
  await Promise.all(Array.from({ length: 20_000 }, () => admit('key', 10_000)));
  expect(asked()).toBeLessThan(200);
  const before = asked();
  expect(await admit('key', 10_000)).toEqual({ admitted: false, left: 0, resetSeconds: 60 });
  expect(asked()).toBe(before);
});

test('an address that guesses keys is blocked until the next minute, and others aren’t', () => {
  let now = 30_000;
  const limit = openFailureLimit(
    (address) => address,
    () => now,
  );
  for (let at = 0; at < 30; at++) {
    expect(limit.wait('203.0.113.7')).toBe(0);
    limit.count('203.0.113.7');
  }
  expect(limit.wait('203.0.113.7')).toBe(30);
  expect(limit.wait('203.0.113.8')).toBe(0);
  now = 59_999;
  expect(limit.wait('203.0.113.7')).toBe(1);
  now = 60_000;
  expect(limit.wait('203.0.113.7')).toBe(0);
});
