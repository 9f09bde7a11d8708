import { expect, test } from 'vitest';
import { createSchema, editSchema, newMailbox } from './mailbox-form.ts';

const form = { ...newMailbox, number: '800', name: 'Sales' };
const faults = (typed: object) =>
  createSchema
    .safeParse({ ...form, ...typed })
    .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);

test('sends valid input, and no PIN if none is typed', () => {
  const typed = { ...form, emails: 'a@bakery.example\n b@bakery.example', mail: 'deleteAfterMail' as const };
  expect(createSchema.parse(typed)).toEqual({
    number: '800',
    name: 'Sales',
    pin: null,
    emails: ['a@bakery.example', 'b@bakery.example'],
    lampExtensionIds: [],
    attach: true,
    deleteAfterMail: true,
    maxSeconds: 180,
  });
  const { number: _number, ...edited } = form;
  expect(editSchema('800').parse(edited)).not.toHaveProperty('pin');
});

test('shows a fault at its field', () => {
  expect(faults({ pin: '1234' })).toEqual([expect.stringMatching(/^pin: .*harder to guess/)]);
  expect(faults({ pin: '800' })).toEqual([expect.stringMatching(/^pin: /)]);
  expect(faults({ emails: 'a@bakery.example nobody' })).toEqual([expect.stringMatching(/^emails: nobody: /)]);
  expect(faults({ maxSeconds: '5' })).toEqual([expect.stringMatching(/^maxSeconds: /)]);
});
