import { z } from 'zod';
import { canonicalTimezone } from '../time/timezone.ts';
import { faultOf, toLine, toLines } from './characters.ts';
import { isEmail, toEmail } from './email.ts';
import { outOfBounds, tooLong } from './input-messages.ts';

/**
 * The types of text. Every string in a request is one of these, a format such as `uuid`, an enum, or bound by a pattern. openapi.json names the
 * type as `x-text`; `test/text-types.db.test.ts` checks that and refuses a plain `z.string()`.
 */
function typed<T extends z.ZodType>(
  text: string,
  schema: T,
  meta: { description?: string; examples?: string[] } = {},
): T {
  return schema.meta({ 'x-text': text, ...meta });
}

/** `abort` stops further checks of a text that is too long. */
const atMost = (max: number) => ({
  error: tooLong(max),
  abort: true,
});

const isSeen = (lines: 'one' | 'many') => (issue: { value: string; issues: unknown[] }) => {
  const message = faultOf(issue.value, lines);
  if (message !== null) issue.issues.push({ code: 'custom', input: issue.value, message, continue: true });
};

function line(text: string, max: number, missing: string | null, normalise = toLine) {
  const short = z
    .string()
    // before any other work
    .max(max * 4 + 100, atMost(max))
    .overwrite(normalise)
    .max(max, atMost(max));
  const bounded = missing === null ? short : short.min(1, missing);
  return typed(text, bounded.check(isSeen('one')));
}

/** The name of a thing, such as a tenant, extension or trunk: any script, one line, visible. */
export const label = (max = 100) => line('label', max, 'Enter a name.');

/** A label that may be empty, such as a company. */
export const optionalLabel = (max = 100) => line('label', max, null);

/** Names appear in mails, where mail programs turn anything that looks like a link into one. */
const LINK = /:\/\/|\bwww\.|\bmailto:|[<>]/i;

/** The name of a person, also for mails: a label without links. */
export const personName = () =>
  typed(
    'personName',
    label().refine((name) => !LINK.test(name), 'Enter a name without links.'),
  );

/** The caller name that carriers show: at most 15 printable ASCII characters, without those with a meaning in SIP. May be empty. */
export const callerName = () =>
  typed(
    'callerName',
    z
      .string()
      .max(200, { error: 'Use at most 15 characters. Phones show no more.', abort: true })
      .overwrite(toLine)
      .max(15, { error: 'Use at most 15 characters. Phones show no more.', abort: true })
      .regex(
        CALLER_NAME,
        'Use only letters A to Z, digits, spaces and simple punctuation. Carriers don’t take accents, quotes, backslashes or angle brackets.',
      ),
    {
      description: 'The caller name that carriers show, at most 15 ASCII characters. May be empty.',
      examples: ['BAKERY'],
    },
  );
/** Printable ASCII without `"`, `<`, `>` and `\`. */
export const CALLER_NAME = /^[ !#-;=?-[\]-~]*$/;

/** One line of a postal address. */
export const addressLine = (max: number, missing: string | null) => line('addressLine', max, missing);

/** A note or a reason: several visible lines. */
export const freeText = (max: number, missing: string | null = null) => {
  const text = z
    .string(missing ?? undefined)
    .max(max * 2 + 100, atMost(max))
    .overwrite(toLines)
    .max(max, atMost(max));
  return typed('freeText', (missing === null ? text : text.min(1, missing)).check(isSeen('many')));
};

/** A search text, composed like stored names. Blanks of any kind separate its words; other characters that no name contains find nothing. */
export const searchText = () =>
  typed(
    'searchText',
    z
      .string()
      .max(400, atMost(100))
      .overwrite((text) => toLine(text.replace(/\s+/g, ' ')))
      .max(100, atMost(100)),
    { description: 'Only items that contain these words, in any order.', examples: ['bakery'] },
  );

/** A name retyped to confirm a deletion: compared, never stored. */
export const typedName = () =>
  typed('typedName', z.string().max(1000, atMost(1000)), {
    description: 'The tenant’s name, to confirm that it is the one you mean.',
    examples: ['Bakery'],
  });

/** An email address, normalized to the form in which it is stored and compared. */
export const email = () =>
  typed(
    'email',
    z
      .string()
      .max(1000, { error: 'Enter an email address.', abort: true })
      .overwrite(toEmail)
      .refine(isEmail, 'Enter an email address, such as name@example.com.')
      .meta({ format: 'email', maxLength: 254 }),
    { examples: ['maria@bakery.example'] },
  );

/** An address for signing in, normalized like any other. An invalid one simply matches no account. */
export const signInEmail = () =>
  typed('email', z.string().max(254, atMost(254)).overwrite(toEmail), {
    description: 'The email address of the account.',
    examples: ['maria@bakery.example'],
  });

/** One keyboard sends a letter and its accent as one character, another as two. */
const composed = (password: string): string => password.normalize('NFC');

/** A new password. NIST SP 800-63B: length matters; any character is allowed, normalized so that every keyboard composes it the same. */
export const newPassword = () =>
  typed('password', z.string().overwrite(composed).min(10, 'Use at least 10 characters.').max(200, atMost(200)), {
    description: 'The new password: at least 10 characters, and not one of the common ones.',
    examples: ['blue guitar lamp'],
  });

/** A password to compare with the stored one. */
export const givenPassword = (description = 'The account’s password, as it was typed.') =>
  typed('password', z.string().max(1000, atMost(1000)).overwrite(composed), {
    description,
    examples: ['blue guitar lamp'],
  });

/** A code of an authenticator app or a recovery code, as typed. Blanks and hyphens are ignored. */
export const secondCode = () =>
  typed('code', z.string().min(1, 'Enter the code.').max(40, atMost(40)), {
    description: 'The 6 digits from the authenticator app, or a recovery code. Spaces and hyphens are ignored.',
    examples: ['123456'],
  });

/** The secret part of a mailed link. */
export const linkToken = () =>
  typed('token', z.string().regex(/^[A-Za-z0-9_-]{20,100}$/, 'This link isn’t valid.'), {
    description: 'The token from the link in the mail.',
    examples: ['Yq3hJ0v8kX2nB5tR7wLc'],
  });

/** The `nextCursor` of the previous page. Parsed by `readCursor`. */
export const cursor = () =>
  typed('cursor', z.string().max(1000, atMost(1000)), {
    description: 'The `nextCursor` of the page before.',
    examples: ['WyJCYWtlcnkiLCIwMTk5NGYyYi03YzNhLTdlNTEtOWQyMC04YTRjMWY2YmUzMzAiXQ'],
  });

/** Comma-separated words of a fixed set; the caller validates each. */
export const wordList = (max: number) => typed('wordList', z.string().max(max, atMost(max)));

/** The content of a file, for a parser to validate. */
export const fileText = () => typed('fileText', z.string().min(1, 'The file is empty.'));

/** A phone number or a range in any notation, for a parser to validate. */
export const writtenNumber = () =>
  typed('writtenNumber', z.string().max(60, atMost(60)).overwrite(toLine).min(1, 'Enter a number.'));

/** An address or a network, `10.0.0.0/8`; the caller validates it. */
export const network = () =>
  typed('network', z.string().max(60, atMost(60)).overwrite(toLine).min(1, 'Enter an address.'));

/** A time zone, normalized to its canonical name. */
export const timezone = () =>
  typed(
    'timezone',
    z
      .string()
      .overwrite((name) => canonicalTimezone(name) ?? name)
      .refine((name) => canonicalTimezone(name) === name, 'Choose a time zone such as America/New_York.'),
    { description: 'The time zone, by its IANA name.', examples: ['America/New_York'] },
  );

/** A whole number, both bounds included. */
export const wholeNumber = (min: number, max: number) =>
  z.int('Enter a whole number.').min(min, outOfBounds(min, max)).max(max, outOfBounds(min, max));

/** The ISO 4217 codes that the JavaScript engine knows. */
const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));
export const currencyCode = () =>
  typed(
    'currencyCode',
    z.string().refine((code) => CURRENCIES.has(code), 'Choose a currency such as USD.'),
    { description: 'The currency, by ISO 4217.', examples: ['USD'] },
  );

export { toLine } from './characters.ts';
