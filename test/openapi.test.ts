import { expect, it } from 'vitest';
import type { Endpoint } from '../src/platform/http/endpoint.ts';
import { errorsOf } from '../src/platform/http/endpoint-errors.ts';
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

it('every operation has a sentence that says what it does, and a noun as its tag', () => {
  const silent = operations.filter(({ description, summary, tags }) => description === summary || tags.length !== 1);
  expect(silent.map(({ operationId }) => operationId)).toEqual([]);
  const long = operations.filter(({ summary }) => summary.length > 50 || summary.endsWith('.'));
  expect(long.map(({ operationId }) => operationId)).toEqual([]);
});

it('every named schema and every field is described', () => {
  const named = Object.entries(document.components.schemas);
  const fields = named.flatMap(([name, schema]) =>
    inside(schema).map(([field, one]) => [`${name}.${field}`, one] as const),
  );
  expect(fields.length).toBeGreaterThan(400);
  const silent = [...named, ...fields].filter(([, { description, $ref }]) => !description && !$ref);
  expect(silent.map(([name]) => name)).toEqual([]);
});

it('every field whose format isn’t clear from its type has an example', () => {
  const fields = Object.entries(document.components.schemas).flatMap(([name, schema]) =>
    inside(schema).map(([field, one]) => [`${name}.${field}`, one] as const),
  );
  const bare = fields.filter(([, { type, enum: values, const: value, examples }]) => {
    const open = [type].flat().some((one) => one === 'string' || one === 'integer' || one === 'number');
    return open && !values && value === undefined && !examples;
  });
  expect(bare.map(([name]) => name)).toEqual([]);
});

it('every parameter is described', () => {
  const all = operations.flatMap(({ operationId, parameters = [] }) =>
    parameters.map((one) => ({
      operationId,
      ...('$ref' in one ? document.components.parameters[nameOf(one.$ref)] : one),
    })),
  );
  expect(all.length).toBeGreaterThan(200);
  expect(all.filter(({ description }) => !description)).toEqual([]);
});

it('every operation lists exactly the codes of its refusals', () => {
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

function codesOf(response: Response | undefined): unknown[] {
  const parts = response?.content?.['application/problem+json']?.schema.allOf ?? [];
  return parts.flatMap(({ properties }) => {
    const code = properties?.code;
    return code && isSchema(code) ? (code.enum ?? []) : [];
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
it.each(withBody)('$id accepts the body made of its examples', ({ id, body }) => {
  const operation = operations.find(({ operationId }) => operationId === id);
  const example = exampleOf(operation?.requestBody?.content['application/json']?.schema ?? {});
  expect(body.safeParse(example), JSON.stringify(example)).toMatchObject({ success: true });
});
