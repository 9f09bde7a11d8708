import { expect, test } from 'vitest';
import type { ApiKey } from '../../src/api-keys/contract.ts';
import { keySchema, NEW_KEY, rotateSchema, rotationOf } from './key-form.ts';

const typed = { ...NEW_KEY, name: 'CRM', scopes: ['tenants.read'] };

test('an unchanged expiry is not sent, because another user may have changed it', () => {
  expect(keySchema(typed).parse({ ...typed, name: 'Shop' })).not.toHaveProperty('expiresAt');
});

test('a changed expiry is the end of its day, and an empty one is null', () => {
  expect(keySchema(typed).parse({ ...typed, expiresAt: '2027-01-31' }).expiresAt).toBe('2027-01-31T23:59:59.999Z');
  expect(keySchema({ ...typed, expiresAt: '2027-01-31' }).parse(typed).expiresAt).toBeNull();
});

test('a key is replaced by one with the same expiry, and an expired one by one without', () => {
  const key: ApiKey = {
    id: '01994f2b-7c3a-7e51-9d20-8a4c1f6be330',
    name: 'CRM',
    mode: 'live',
    hint: 'x7Qa',
    scopes: ['tenants.read'],
    tenantIds: null,
    sources: [],
    requestsPerMinute: 100,
    expiresAt: '2027-01-31T10:00:00.000Z',
    expired: false,
    lastUsedAt: null,
    lastUsedFrom: null,
    maker: { id: '01994f2b-7c3a-7e51-9d20-8a4c1f6be331', email: 'admin@northwind.example', gone: false },
    createdAt: '2026-01-31T10:00:00.000Z',
    version: 1,
  };
  expect(rotateSchema(key).parse(rotationOf(key))).toEqual({ overlapHours: 24 });
  const ended = { ...key, expired: true };
  expect(rotateSchema(ended).parse(rotationOf(ended))).toEqual({ overlapHours: 24, expiresAt: null });
  expect(rotateSchema(ended).parse({ overlap: '0', expiresAt: '2028-01-31' })).toEqual({
    overlapHours: 0,
    expiresAt: '2028-01-31T23:59:59.999Z',
  });
});
