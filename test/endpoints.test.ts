import { globSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { PERMISSIONS } from '../src/people/rules.ts';
import type { Endpoint } from '../src/platform/http/endpoint.ts';
import { readApi } from './generated.ts';

const root = path.resolve(import.meta.dirname, '..');
const { endpoints: bound } = await readApi();
const idsOf = (endpoints: readonly Endpoint[]): string[] => endpoints.map(({ id }) => id).toSorted();

async function readDeclared(): Promise<[name: string, declared: Endpoint][]> {
  const files = globSync('src/**/{,*-}endpoints.ts', { cwd: root });
  const modules = await Promise.all(files.map((file) => import(path.join(root, file)) as Promise<object>));
  return modules.flatMap((module) => Object.entries(module) as [string, Endpoint][]);
}

it('every declared endpoint is served under its exported name', async () => {
  const declared = await readDeclared();
  expect(declared.length).toBeGreaterThan(90);
  expect(declared.filter(([name, { id }]) => name !== id)).toEqual([]);
  expect(idsOf(bound)).toEqual(idsOf(declared.map(([, endpoint]) => endpoint)));
});

it('endpoints need exactly the permissions in the table', () => {
  const needed = new Set(bound.map(({ permission }) => permission).filter((permission) => permission !== 'anyone'));
  expect([...needed].toSorted()).toEqual(Object.keys(PERMISSIONS).toSorted());
});

it('only these endpoints are open before sign-in', () => {
  const open = bound.filter(({ scope }) => scope === 'nobody');
  expect(idsOf(open)).toEqual(['acceptInvitation', 'readInvitation', 'requestPasswordReset', 'signIn']);
});
