import type { z } from 'zod';

const words = new Intl.PluralRules('en-US');
const counted = (count: number | bigint, one: string, many: string): string =>
  `${count.toLocaleString('en-US')} ${words.select(Number(count)) === 'one' ? one : many}`;

export const tooLong = (max: number | bigint): string => `Use at most ${counted(max, 'character', 'characters')}.`;
export const tooShort = (min: number | bigint): string =>
  min === 1 ? 'This can’t be empty.' : `Use at least ${counted(min, 'character', 'characters')}.`;

export const outOfBounds = (min: number, max: number): string =>
  `Enter a whole number from ${min.toLocaleString('en-US')} to ${max.toLocaleString('en-US')}.`;

/** What to send, by expected type. */
const TYPES: Record<string, string> = {
  string: 'Enter text.',
  number: 'Enter a number.',
  int: 'Enter a whole number.',
  boolean: 'Choose true or false.',
  array: 'Send a list.',
  object: 'Send an object.',
  record: 'Send an object.',
  null: 'Leave this out.',
};

/** What to send, by expected format. */
const FORMATS: Record<string, string> = {
  uuid: 'Enter an id.',
  datetime: 'Enter a time such as 2027-01-31T09:30:00Z.',
  date: 'Enter a date such as 2027-01-31.',
  email: 'Enter an email address, such as name@example.com.',
};

function outOfRange(side: 'at least' | 'at most', bound: number | bigint, origin: string): string {
  if (origin === 'string') return side === 'at most' ? tooLong(bound) : tooShort(bound);
  if (origin === 'array') return `Send ${side} ${counted(bound, 'entry', 'entries')}.`;
  return `Enter ${side} ${bound.toLocaleString('en-US')}.`;
}

const oneOf = (values: readonly unknown[]): string =>
  values.length === 1 ? `This has to be “${String(values[0])}”.` : `Choose one of: ${values.map(String).join(', ')}.`;

/**
 * The message for an invalid value, unless its schema has its own. All messages about input come from here or from a schema; zod's own are never
 * sent.
 */
export const inputMessage: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'This is required.' : (TYPES[issue.expected] ?? 'This has the wrong type.');
    case 'too_big':
      return outOfRange('at most', issue.maximum, issue.origin);
    case 'too_small':
      return outOfRange('at least', issue.minimum, issue.origin);
    case 'invalid_format':
      return FORMATS[issue.format] ?? 'This is not written as it should be.';
    case 'not_multiple_of':
      return `Enter a multiple of ${issue.divisor.toLocaleString('en-US')}.`;
    case 'invalid_value':
      return oneOf(issue.values);
    case 'invalid_union':
      return Array.isArray(issue.options) ? oneOf(issue.options) : 'This has the wrong form.';
    case 'unrecognized_keys':
      return 'There is no such field.';
    case 'invalid_key':
      return 'A name in here is not allowed.';
    case 'invalid_element':
      return 'An entry in here is not allowed.';
    case 'custom':
      return 'This is not allowed.';
  }
};
