import { expect, test } from 'vitest';
import { newPassword } from './password.ts';

test('has four groups of four unambiguous characters', () => {
  const made = new Set(Array.from({ length: 200 }, () => newPassword()));
  expect(made.size).toBe(200);
  for (const password of made)
    expect(password).toMatch(/^([abcdefghjkmnpqrstuvwxyz2-9]{4}-){3}[abcdefghjkmnpqrstuvwxyz2-9]{4}$/);
});

test('drops bytes that would make some letters more frequent', () => {
  const bytes = [255, 250, 248, ...Array.from({ length: 13 }, () => 0)];
  expect(newPassword(() => Uint8Array.from(bytes))).toBe('aaaa-aaaa-aaaa-aaaa');
});
