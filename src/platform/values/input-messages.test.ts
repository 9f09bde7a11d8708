import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { inputMessage } from './input-messages.ts';

type Case = [z.ZodType, unknown, string];

/** Every kind of zod issue, with our message. */
const CASES: Record<z.core.$ZodIssueCode, Case[]> = {
  invalid_type: [
    [z.object({ name: z.string() }), {}, 'This is required.'],
    [z.string(), 1, 'Enter text.'],
    [z.number(), 'x', 'Enter a number.'],
    [z.int(), 1.5, 'Enter a whole number.'],
    [z.boolean(), 'yes', 'Choose true or false.'],
    [z.array(z.string()), 'x', 'Send a list.'],
    [z.object({}), [], 'Send an object.'],
    [z.date(), 'x', 'This has the wrong type.'],
  ],
  too_big: [
    [z.string().max(60), 'x'.repeat(61), 'Use at most 60 characters.'],
    [z.string().max(1), 'xx', 'Use at most 1 character.'],
    [z.number().max(10_000), 10_001, 'Enter at most 10,000.'],
    [z.array(z.int()).max(2), [1, 2, 3], 'Send at most 2 entries.'],
  ],
  too_small: [
    [z.string().min(10), 'x', 'Use at least 10 characters.'],
    [z.string().min(1), '', 'This can’t be empty.'],
    [z.number().min(5), 1, 'Enter at least 5.'],
    [z.array(z.int()).min(1), [], 'Send at least 1 entry.'],
  ],
  invalid_format: [
    [z.uuid(), 'x', 'Enter an id.'],
    [z.iso.datetime(), 'x', 'Enter a time such as 2027-01-31T09:30:00Z.'],
    [z.iso.date(), 'x', 'Enter a date such as 2027-01-31.'],
    [z.email(), 'x', 'Enter an email address, such as name@example.com.'],
    [z.string().regex(/^a$/), 'x', 'This is not written as it should be.'],
  ],
  not_multiple_of: [[z.number().multipleOf(5), 3, 'Enter a multiple of 5.']],
  invalid_value: [
    [z.enum(['suspend', 'cancel']), 'x', 'Choose one of: suspend, cancel.'],
    [z.literal('none'), 'x', 'This has to be “none”.'],
  ],
  invalid_union: [
    [
      z.discriminatedUnion('kind', [z.object({ kind: z.literal('none') }), z.object({ kind: z.literal('extension') })]),
      { kind: 'x' },
      'Choose one of: none, extension.',
    ],
    [z.union([z.int(), z.boolean()]), 'x', 'This has the wrong form.'],
  ],
  unrecognized_keys: [[z.strictObject({}), { surprise: 1 }, 'There is no such field.']],
  invalid_key: [[z.record(z.string().max(2), z.int()), { abc: 1 }, 'A name in here is not allowed.']],
  invalid_element: [[z.map(z.object({}), z.int()), new Map([[{}, 'x']]), 'An entry in here is not allowed.']],
  custom: [[z.string().refine(() => false), 'x', 'This is not allowed.']],
};

describe.each(Object.entries(CASES))('%s', (code, cases) => {
  test.each(cases.map(([schema, value, message]) => ({ message, schema, value })))(
    '$message',
    ({ schema, value, message }) => {
      const { error } = schema.safeParse(value, { error: inputMessage });
      expect(error?.issues.map((issue) => issue.message)).toEqual([message]);
      expect(error?.issues[0]?.code).toBe(code);
    },
  );
});

test('leaves the words of a schema as they are', () => {
  const { error } = z.string().min(1, 'Enter a name.').safeParse('', { error: inputMessage });
  expect(error?.issues[0]?.message).toBe('Enter a name.');
});
