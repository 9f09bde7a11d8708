import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { choicesOf, type JsonSchema, jsonSchemaOf } from '../../test/json-schema.ts';
import { SENT_EVENTS } from './catalogue-contract.ts';

/**
 * What programs were promised: each event type with its fields and their types. Lines may be added to the file, never changed or removed.
 */
const PROMISED: Record<string, Record<string, string>> = JSON.parse(
  readFileSync(new URL('catalogue-promise.json', import.meta.url), 'utf8'),
);

const kindOf = (schema: JsonSchema): string =>
  [...new Set(choicesOf(schema).map(({ type, const: only }) => type ?? typeof only))].toSorted().join('|');

/** The required fields, such as `data.from`, each with its types. */
function fieldsOf(schema: JsonSchema, at = ''): [string, string][] {
  return choicesOf(schema).flatMap(({ properties = {}, required = [] }) =>
    required.flatMap((name) => {
      const field = properties[name];
      return field ? [[`${at}${name}`, kindOf(field)] as [string, string], ...fieldsOf(field, `${at}${name}.`)] : [];
    }),
  );
}

const catalogue = Object.fromEntries(
  SENT_EVENTS.map(({ type, schema }) => [type, Object.fromEntries(fieldsOf(jsonSchemaOf(schema)))]),
);

test('has every promised type and field', () => {
  expect(catalogue).toMatchObject(PROMISED);
});

test('promises everything that it has (add what is new to catalogue-promise.json)', () => {
  expect(PROMISED).toMatchObject(catalogue);
});
