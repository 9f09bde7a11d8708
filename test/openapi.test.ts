import { expect, test } from 'vitest';
import { errorsOf } from '../src/platform/http/endpoint-errors.ts';
import type { Endpoint } from '../src/platform/http/endpoint.ts';
import type { Response } from '../src/platform/http/openapi/problems.ts';
import { type JsonSchema, nameOf } from '../src/platform/http/openapi/schemas.ts';
import { readApi } from './generated.ts';

/** What a reader of openapi.json may count on. That it is valid and that its examples fit is seen by the linters of `npm run check`. */
const { document, endpoints } = await readApi();
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
const isSchema = (schema: JsonSchema | boolean): schema is JsonSchema => typeof schema !== 'boolean';

function inside({ properties, items, anyOf = [], oneOf = [], allOf = [] }: JsonSchema): [name: string, JsonSchema][] {
  const unnamed = [...[items ?? []].flat(), ...anyOf, ...oneOf, ...allOf].filter(isSchema);
  const named = Object.entries(properties ?? {}).flatMap(([name, one]) =>
    isSchema(one) ? [[name, one] as const] : [],
  );
  return [
    ...named.flatMap(([name, one]): [string, JsonSchema][] => [[name, one], ...inside(one)]),
    ...unnamed.flatMap(inside),
  ];
}

test('every operation has a sentence that says what it does, and a noun as its tag', () => {
  const silent = operations.filter(({ description, summary, tags }) => description === summary || tags.length !== 1);
  expect(silent.map(({ operationId }) => operationId)).toEqual([]);
  const long = operations.filter(({ summary }) => summary.length > 50 || summary.endsWith('.'));
  expect(long.map(({ operationId }) => operationId)).toEqual([]);
});

test('every named schema and every field is described', () => {
  const named = Object.entries(document.components.schemas);
  const fields = named.flatMap(([name, schema]) =>
    inside(schema).map(([field, one]) => [`${name}.${field}`, one] as const),
  );
  expect(fields.length).toBeGreaterThan(400);
  const silent = [...named, ...fields].filter(([, { description, $ref }]) => !description && !$ref);
  expect(silent.map(([name]) => name)).toEqual([]);
});

test('every field whose format isn’t clear from its type has an example', () => {
  const fields = Object.entries(document.components.schemas).flatMap(([name, schema]) =>
    inside(schema).map(([field, one]) => [`${name}.${field}`, one] as const),
  );
  const bare = fields.filter(([, { type, enum: values, const: value, examples }]) => {
    const open = [type].flat().some((one) => one === 'string' || one === 'integer' || one === 'number');
    return open && !values && value === undefined && !examples;
  });
  expect(bare.map(([name]) => name)).toEqual([]);
});

const parameters = operations.flatMap(({ operationId, parameters: own = [] }) =>
  own.map((one) => ({ operationId, ...('$ref' in one ? document.components.parameters[nameOf(one.$ref)] : one) })),
);

test('every parameter is described', () => {
  expect(parameters.length).toBeGreaterThan(200);
  expect(parameters.filter(({ description }) => !description)).toEqual([]);
});

/** Words that tell a reader nothing without another one beside them. */
const EMPTY = new Set(
  `a about all also an and another any anybody anything are as at be been being but by called can come comes could did do does done each else
  ever every first for from get given go goes got had happen happened happens has have he here his how i if in is it its last made make makes many
  may more most much name named next no nobody none not nothing now null of on one ones only or other others our out over per problem problems said
  same set so some somebody something still than that the their them themselves then there these they thing things this those to under until up was
  we were what when where whether which who whom whose why will with without would yet you your`.split(/\s+/),
);
const wordsIn = (text: string): string[] =>
  text
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .match(/[a-z\d]+/g) ?? [];

/** Whether a description says more than the name: “Its name.” and “The postal code.” don't. */
function saysMore(name: string, description: string): boolean {
  const own = wordsIn(name).map((word) => word.slice(0, 4));
  const words = wordsIn(description);
  return words.length > 2 && words.some((word) => !EMPTY.has(word) && !own.includes(word.slice(0, 4)));
}

test('every description says more than the name of its field or parameter', () => {
  const { schemas, responses } = document.components;
  const bodies = operations.flatMap((one) => Object.values(one.responses));
  const problems = [...Object.values(responses), ...bodies].flatMap((one) =>
    'content' in one ? Object.values(one.content ?? {}).map(({ schema }) => schema) : [],
  );
  const fields = [...Object.values(schemas), ...problems].flatMap(inside);
  // an id names its object, and the value of a literal stands beside its description
  const described = fields.filter(([, one]) => one.format !== 'uuid' && one.const === undefined && one.description);
  const empty = [
    ...described.map(([name, { description = '' }]) => ({ name, description })),
    ...parameters
      .filter(({ in: place }) => place !== 'path')
      .map(({ name = '', description = '' }) => ({ name, description })),
  ].filter(({ name, description }) => !saysMore(name, description));
  expect(new Set(empty.map(({ name, description }) => `${name}: ${description}`))).toEqual(new Set());
});

test('every description of an operation is at least a short sentence', () => {
  const short = operations.filter(({ description }) => wordsIn(description).length < 8);
  expect(short.map(({ operationId, description }) => `${operationId}: ${description}`)).toEqual([]);
});

test('every operation lists exactly the codes of its refusals', () => {
  for (const endpoint of endpoints) {
    const { responses } = document.paths[`/api/v1${endpoint.path}`]![endpoint.method.toLowerCase()]!;
    const listed = Object.entries(responses).flatMap(([status, one]) =>
      codesOf('$ref' in one ? document.components.responses[nameOf(one.$ref)] : one).map((code) => `${status} ${code}`),
    );
    const declared = Object.entries(errorsOf(endpoint)).map(([code, { status }]) => `${status} ${code}`);
    expect(listed.toSorted(), endpoint.id).toEqual(declared.toSorted());
    expect(
      declared.some((one) => one.startsWith('4')),
      endpoint.id,
    ).toBe(true);
  }
});

function codesOf(response: Response | undefined): string[] {
  const parts = response?.content?.['application/problem+json']?.schema.allOf ?? [];
  return parts.flatMap(({ properties }) => {
    const code = properties?.code;
    return code && isSchema(code) ? (code.enum ?? []).map(String) : [];
  });
}

/** A value made of a schema's examples. */
function exampleOf(schema: JsonSchema): unknown {
  if (schema.$ref) return exampleOf(document.components.schemas[nameOf(schema.$ref)] ?? {});
  const { examples, default: usual, enum: values, const: value, anyOf, oneOf, properties, items, type } = schema;
  if (examples) return examples[0];
  if (usual !== undefined) return usual;
  if (values) return values[0];
  if (value !== undefined) return value;
  const option = (oneOf ?? anyOf)?.[0];
  if (option) return exampleOf(option);
  if (properties)
    return Object.fromEntries(
      Object.entries(properties).flatMap(([name, one]) =>
        isSchema(one) && !('not' in one) ? [[name, exampleOf(one)]] : [],
      ),
    );
  if (items && isSchema(items as JsonSchema)) return [exampleOf(items as JsonSchema)];
  return type === 'boolean' ? true : undefined;
}

const withBody = endpoints.flatMap(({ id, body, bodyTypes = ['application/json'] }: Endpoint) =>
  body && bodyTypes.includes('application/json') ? [{ id, body }] : [],
);
test.each(withBody)('$id accepts the body made of its examples', ({ id, body }) => {
  const operation = operations.find(({ operationId }) => operationId === id);
  const example = exampleOf(operation?.requestBody?.content['application/json']?.schema ?? {});
  expect(body.safeParse(example), JSON.stringify(example)).toMatchObject({ success: true });
});
