import { expect, test } from 'vitest';
import { keySchema, NEW_KEY } from './key-form.ts';

const typed = { ...NEW_KEY, name: 'CRM', scopes: ['tenants.read'] };

test('an end whose day was not changed is not sent: somebody else may have set another hour, or another end', () => {
  expect(keySchema(typed).parse({ ...typed, name: 'Shop' })).not.toHaveProperty('expiresAt');
});

test('an end that was changed is the end of its day, and an empty one is none', () => {
  expect(keySchema(typed).parse({ ...typed, expiresAt: '2027-01-31' }).expiresAt).toBe('2027-01-31T23:59:59.999Z');
  expect(keySchema({ ...typed, expiresAt: '2027-01-31' }).parse(typed).expiresAt).toBeNull();
});
