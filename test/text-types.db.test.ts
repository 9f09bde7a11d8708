import { expect, test } from 'vitest';
import { readApi, withParameters } from './generated.ts';

type Schema = {
  $ref?: string;
  type?: string | string[];
  format?: string;
  pattern?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  propertyNames?: Schema;
  'x-text'?: string;
};
type Operation = {
  parameters?: { in: string; name: string; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
};
type Api = { paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, Schema> } };

/** The places of a schema that have a string without a type of `platform/values`. */
export function untyped(schema: Schema, at: string, components: Record<string, Schema>, seen: string[] = []): string[] {
  const { $ref } = schema;
  if ($ref) {
    if (seen.includes($ref)) return [];
    return untyped(components[$ref.split('/').at(-1)!]!, at, components, [...seen, $ref]);
  }
  const inner: [string, Schema][] = [
    ...(schema.anyOf ?? []).map((one): [string, Schema] => [at, one]),
    ...(schema.oneOf ?? []).map((one): [string, Schema] => [at, one]),
    ...(schema.allOf ?? []).map((one): [string, Schema] => [at, one]),
    ...Object.entries(schema.properties ?? {}).map(([name, one]): [string, Schema] => [`${at}.${name}`, one]),
    ...(schema.items ? [[`${at}[]`, schema.items] as [string, Schema]] : []),
    ...(typeof schema.additionalProperties === 'object'
      ? [[`${at}.*`, schema.additionalProperties] as [string, Schema]]
      : []),
    ...(schema.propertyNames ? [[`${at} (names)`, schema.propertyNames] as [string, Schema]] : []),
  ];
  const isString = [schema.type].flat().includes('string');
  const decided = schema.format ?? schema.pattern ?? schema.enum ?? schema.const ?? schema['x-text'];
  return [
    ...(isString && decided === undefined ? [at] : []),
    ...inner.flatMap(([place, one]) => untyped(one, place, components, seen)),
  ];
}

test('every string of every request has a type', async () => {
  const api = withParameters((await readApi()).document) as unknown as Api;
  let strings = 0;
  const found = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { parameters = [], requestBody }]) => {
      const schemas = [
        // path parameters are ids, which are checked first
        ...parameters.filter((one) => one.in === 'query').map(({ name, schema }) => [name, schema] as const),
        ...Object.values(requestBody?.content ?? {}).map(({ schema }) => ['body', schema] as const),
      ];
      strings += schemas.length;
      return schemas.flatMap(([name, schema]) =>
        untyped(schema, `${method.toUpperCase()} ${path} ${name}`, api.components.schemas),
      );
    }),
  );
  expect(strings).toBeGreaterThan(50);
  expect(found).toEqual([]);
});

test('a string without a type is found, wherever it is', () => {
  const plain = { type: 'string' };
  const components = { Name: plain, Loop: { type: 'object', properties: { next: { $ref: '#/x/Loop' }, name: plain } } };
  const places = untyped(
    {
      type: 'object',
      properties: {
        a: plain,
        b: { anyOf: [{ type: 'string', 'x-text': 'label' }, { type: 'null' }] },
        c: { type: 'array', items: { type: ['string', 'null'] } },
        d: { $ref: '#/x/Name' },
        e: { $ref: '#/x/Loop' },
        f: { type: 'string', format: 'uuid' },
        g: { type: 'object', propertyNames: plain, additionalProperties: plain },
      },
    },
    '',
    components,
  );
  expect(places).toEqual(['.a', '.c[]', '.d', '.e.name', '.g.*', '.g (names)']);
});
