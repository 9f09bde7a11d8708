import { expect, test } from 'vitest';
import { TenantStatus } from '../../../src/status/contract.ts';
import type { Tenant } from '../../../src/tenants/contract.ts';
import { savedToast } from './saved-labels.ts';

const bakery = (status: TenantStatus, suspensionReasons: Tenant['suspensionReasons'] = []) => ({
  name: 'Bakery',
  status,
  suspensionReasons,
});

test('reports the change of status, and nothing that contradicts it', () => {
  const was = bakery('SUSPENDED', ['past_due']);
  expect(savedToast(was, bakery('ACTIVE'), 'ACTIVE')).toEqual(['Phones can call right away.', 'Bakery is active']);
  expect(savedToast(bakery('TRIAL'), bakery('SUSPENDED', ['fraud']), 'SUSPENDED')).toEqual([
    'Only 911 calls work now.',
    'Bakery is suspended',
  ]);
  expect(savedToast(bakery('TRIAL'), bakery('ACTIVE'), 'ACTIVE')[1]).toBe('Bakery is active');
});
test('says so if the operator’s suspension remains', () => {
  const still = bakery('SUSPENDED', ['fraud']);
  expect(savedToast(still, still, 'ACTIVE')).toEqual([
    'Still in force: suspected fraud or abuse.',
    'Bakery is still suspended',
  ]);
});
test('reports other changes as saved, whatever the status', () => {
  expect(savedToast(bakery('ACTIVE'), bakery('ACTIVE'), undefined)[1]).toBe('Bakery saved');
  expect(savedToast(bakery('SUSPENDED'), bakery('SUSPENDED'), undefined)[1]).toBe('Bakery saved');
});
