import { globSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { mayDo, PERMISSIONS } from '../src/people/rules.ts';
import { errorsOf } from '../src/platform/http/endpoint-errors.ts';
import type { Endpoint } from '../src/platform/http/endpoint.ts';
import { readApi } from './generated.ts';
import { PARAMETERS } from './one-of-each.ts';

const root = path.resolve(import.meta.dirname, '..');
const { endpoints: bound } = await readApi();
const idsOf = (endpoints: readonly Endpoint[]): string[] => endpoints.map(({ id }) => id).toSorted();

async function readDeclared(): Promise<[name: string, declared: Endpoint][]> {
  const files = globSync('src/**/{,*-}endpoints.ts', { cwd: root });
  const modules = await Promise.all(files.map((file) => import(path.join(root, file)) as Promise<object>));
  return modules.flatMap((module) => Object.entries(module) as [string, Endpoint][]);
}

test('every declared endpoint is served under its exported name', async () => {
  const declared = await readDeclared();
  expect(declared.length).toBeGreaterThan(90);
  expect(declared.filter(([name, { id }]) => name !== id)).toEqual([]);
  expect(idsOf(bound)).toEqual(idsOf(declared.map(([, endpoint]) => endpoint)));
});

test('tests have an object for each parameter of a path', () => {
  const named = bound.flatMap(({ path: of }) => [...of.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name));
  expect([...new Set(named)].toSorted(), 'make one in test/one-of-each.ts').toEqual(PARAMETERS);
});

test('what a tenant’s users may read of its record is refused while it is suspended', () => {
  const open = bound.filter(
    ({ scope, permission }) =>
      scope === 'record' && (mayDo('tenant_admin', permission) || mayDo('tenant_user', permission)),
  );
  expect(open.length).toBeGreaterThan(3);
  const silent = open.filter((one) => !one.inAnyStatus && !('tenant_suspended' in errorsOf(one)));
  expect(idsOf(silent)).toEqual([]);
});

test('endpoints need exactly the permissions in the table', () => {
  const needed = new Set(bound.map(({ permission }) => permission).filter((permission) => permission !== 'anyone'));
  expect([...needed].toSorted()).toEqual(Object.keys(PERMISSIONS).toSorted());
});

test('only these endpoints are open before sign-in', () => {
  const open = bound.filter(({ scope }) => scope === 'nobody');
  expect(idsOf(open)).toEqual(['acceptInvitation', 'readInvitation', 'requestPasswordReset', 'signIn']);
});
