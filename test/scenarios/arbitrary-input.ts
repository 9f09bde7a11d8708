import fc from 'fast-check';
import { newId } from '../../src/platform/values/ids.ts';
import { PARAMETERS } from '../one-of-each.ts';

/** The part of JSON Schema that the API's description uses. */
export type Schema = {
  $ref?: string;
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  pattern?: string;
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
};
export type Components = Record<string, Schema>;

const KINDS = PARAMETERS.map((name) => name.slice(0, -'Id'.length).toLowerCase()).toSorted(
  (a, b) => b.length - a.length,
);

/** The kind of object that a field with this name identifies: `cardPaymentId` a card payment, not a card or a payment. */
export const kindOf = (name: string): string => KINDS.find((kind) => name.toLowerCase().includes(kind)) ?? 'any';

/** A placeholder for an id, mostly of the kind that the field's name suggests. The id is chosen when the request is sent. */
export const idMark = (name: string): fc.Arbitrary<string> => {
  const kind = kindOf(name);
  return fc.tuple(fc.constantFrom(kind, kind, kind, kind, 'any'), fc.nat(99)).map(([of, n]) => `«${of} ${n}»`);
};
/** Replaces placeholders by ids. */
export function placeIds(text: string, ids: Record<string, string[]>): string {
  return text.replaceAll(/«(\w+) (\d+)»/g, (_, kind: string, n: string) => {
    const some = ids[kind] ?? [];
    return some[Number(n) % some.length] ?? kind;
  });
}

/** Input as an attacker, a broken program or a cat on the keyboard would send it. */
const STRINGS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\ufeff\u202e\u200b',
  '🎉é́',
  '\r\nSet-Cookie: a=b',
  "'; drop table tenants; --",
  '%',
  '_\\',
  '%00%zz',
  '../../../../etc/passwd',
  '{{7*7}}${7*7}',
  '<script>alert(1)</script>',
  '=HYPERLINK("http://x")',
  '__proto__',
  'constructor',
  'null',
  'NaN',
  '-Infinity',
  '1e309',
  '0x10',
  '٣٤٥',
  '9999999999999999999999',
  '2026-02-30T25:61:61Z',
  '+275760-09-13T00:00:00.001Z',
  '-000001-01-01T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '2026-01-01T00:00:00+20:00',
  '00000000-0000-0000-0000-000000000000',
  newId().toUpperCase(),
  'A'.repeat(300),
  'ß'.repeat(10_000),
];
const NUMBERS = [-1, 0, -0.5, 1e-7, 2 ** 31, 2 ** 53, 2 ** 63, 1e308, -1e308];
const deep = Array.from({ length: 200 }).reduce<unknown>((inner) => ({ a: [inner] }), 1);

const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...STRINGS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);
export const hostileText = text;
export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: text },
  { weight: 2, arbitrary: fc.constantFrom(...NUMBERS) },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(null, true, [], {}, [[]], [null], deep) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.array(text, { maxLength: 5 }) },
);

/** Sensible values for fields whose schema isn't specific enough. */
const SENSIBLE: Record<string, unknown[]> = {
  timezone: ['UTC', 'America/New_York', 'Asia/Calcutta', 'Europe/Berlin'],
  name: ['Bakery', 'O’Neill & Söhne'],
  confirmName: ['Tenant', 'tenant'],
  number: ['101', '2345678', '+12025550199'],
  numbers: [
    ['+12025550150-+12025550153'],
    ['+12025550101', '(202) 555-0102'],
    ['+1-+9'],
    ['+12025550199-+12025550150'],
  ],
  csv: [
    'number\n+12025550160\n',
    'Name,Work,ID\nAnn,+12025550160,«contact 1»\n=a,1\n',
    '"+12025550161',
    'number;x\n1;2\n\n',
    'a,b\n"',
  ],
  status: ['ACTIVE', 'SUSPENDED,CANCELLED', 'ACTIVE,ACTIVE', ','],
  password: ['correct horse battery'],
  search: ['%', 'bak', '_', '555'],
  outcome: ['missed', 'missed,voicemail', ',', 'late'],
  host: ['192.0.2.7', 'sip.carrier.example', '::1'],
  match: ['192.0.2.7', '192.0.2.0/24', '2001:db8::/64'],
  cursor: ['eyJrIjoxfQ', 'W10', 'bnVsbA'],
  from: ['2026-01-01T00:00:00Z', '2026-01-01', '2026-01-01T00:00:00+20:00'],
  to: ['2999-01-01T00:00:00Z', '0000-01-01T00:00:00Z'],
  code: ['USD'],
};

/** A value that matches the schema, or nearly, using the property's name if that says more. */
export function validInput(schema: Schema, components: Components, name = ''): fc.Arbitrary<unknown> {
  const plain = bySchema(schema, components, name);
  const sensible = SENSIBLE[name];
  return sensible
    ? fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...sensible) }, { weight: 1, arbitrary: plain })
    : plain;
}

function bySchema(schema: Schema, components: Components, name: string): fc.Arbitrary<unknown> {
  if (schema.$ref) return validInput(components[schema.$ref.split('/').at(-1)!]!, components, name);
  const choice = schema.anyOf ?? schema.oneOf;
  if (choice) return fc.oneof(...choice.map((one) => validInput(one, components, name)));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if ('const' in schema) return fc.constant(schema.const);
  switch (schema.type) {
    case 'object':
      return objectOf(schema, components);
    case 'array':
      return fc.array(validInput(schema.items ?? {}, components, name), {
        minLength: schema.minItems ?? 0,
        maxLength: 4,
      });
    case 'string':
      return stringOf(schema, name);
    case 'integer':
    case 'number': {
      // without bounds, the schema allows any safe integer
      const { minimum = -5, maximum = 1000 } = schema;
      return fc.integer({ min: Math.max(minimum, -1_000_000), max: Math.min(maximum, 1_000_000) });
    }
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return hostile;
  }
}

function objectOf({ properties = {}, required = [] }: Schema, components: Components): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(
    Object.entries(properties).map(([key, inner]) => [key, validInput(inner, components, key)]),
  );
  return fc.record(fields, { requiredKeys: required.filter((key) => key in fields) });
}

function stringOf({ format, pattern, minLength = 0, maxLength = 30 }: Schema, name: string): fc.Arbitrary<string> {
  if (format === 'uuid') return idMark(name);
  if (format === 'date-time') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  if (format === 'email') return fc.emailAddress();
  // fast-check doesn't support lookahead; without it, a value nearly matches
  if (pattern) return fc.stringMatching(new RegExp(pattern.replaceAll(/\(\?=[^)]*\)/g, '')));
  return fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, 60) });
}

/** Takes a valid body and may break it. */
export function corrupted(body: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const replaced = fc.tuple(body, fc.nat(20), hostile).map(([value, at, bad]) => {
    const keys = Object.keys(value ?? {});
    return keys.length === 0 ? bad : { ...(value as object), [keys[at % keys.length]!]: bad };
  });
  const shortened = fc.tuple(body, fc.nat(20)).map(([value, at]) => {
    const entries = Object.entries(value ?? {});
    return Object.fromEntries(entries.filter((_, i) => i !== at % entries.length));
  });
  const extended = fc.tuple(body, text, hostile).map(([value, key, bad]) => ({ ...(value as object), [key]: bad }));
  return fc.oneof(
    { weight: 10, arbitrary: body },
    { weight: 6, arbitrary: replaced },
    { weight: 2, arbitrary: shortened },
    { weight: 1, arbitrary: extended },
    { weight: 1, arbitrary: hostile },
  );
}
