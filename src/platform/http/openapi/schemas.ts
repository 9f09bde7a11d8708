import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';

/** A JSON Schema (2020-12), as used by OpenAPI 3.1. */
export type JsonSchema = z.core.JSONSchema.JSONSchema;
type Inner = JsonSchema | boolean;

export const schemaRef = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

/** Converts zod schemas to JSON Schema, and collects those with an id under `components.schemas`. */
export class SchemaBook {
  readonly #named = new Map<string, JsonSchema>();

  /** The schema of a request (`input`: fields with a default are optional) or of a response (`output`). */
  describe(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const {
      $schema: _dialect,
      $defs = {},
      ...root
    }: JsonSchema = z.toJSONSchema(schema, {
      io,
      unrepresentable: 'any',
      // responses may get more fields later, so only objects that are strict in the contract are closed
      override: ({ zodSchema, jsonSchema }) => {
        const { def } = zodSchema._zod;
        if (def.type === 'object' && !def.catchall) delete jsonSchema.additionalProperties;
      },
    });
    for (const [name, one] of Object.entries($defs)) this.#add(name, tidy(one));
    return tidy(root);
  }

  /** Follows a reference to a named schema. */
  resolve(schema: JsonSchema): JsonSchema {
    return schema.$ref ? (this.#named.get(nameOf(schema.$ref)) ?? {}) : schema;
  }

  get named(): Record<string, JsonSchema> {
    return Object.fromEntries([...this.#named].toSorted(([a], [b]) => a.localeCompare(b, 'en')));
  }

  #add(name: string, schema: JsonSchema): void {
    const known = this.#named.get(name);
    if (known && !isDeepStrictEqual(known, schema))
      throw new Error(`${name} is one thing in a request and another in a response: give it two names.`);
    this.#named.set(name, schema);
  }
}

export const nameOf = (ref: string): string => ref.slice(ref.lastIndexOf('/') + 1);

/** Simplifies a schema without changing its meaning. */
function tidy(schema: JsonSchema): JsonSchema {
  return [pointToComponents, dropImpliedPattern, dropImpliedBounds, dropImpliedNames, joinNull].reduce(
    (written, rule) => rule(written),
    mapInner(schema, tidy),
  );
}

/** Replaces every schema inside a schema. */
export function mapInner(schema: JsonSchema, change: (inner: JsonSchema) => JsonSchema): JsonSchema {
  const { properties, items, anyOf, oneOf, allOf, additionalProperties } = schema;
  const inside = (inner: Inner): Inner => (typeof inner === 'boolean' ? inner : change(inner));
  return {
    ...schema,
    ...(properties && { properties: mapValues(properties, inside) }),
    ...(items && { items: Array.isArray(items) ? items.map(inside) : inside(items) }),
    ...(anyOf && { anyOf: anyOf.map(change) }),
    ...(oneOf && { oneOf: oneOf.map(change) }),
    ...(allOf && { allOf: allOf.map(change) }),
    ...(additionalProperties !== undefined && { additionalProperties: inside(additionalProperties) }),
  };
}

const mapValues = <T, U>(record: Record<string, T>, change: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));

const pointToComponents = (schema: JsonSchema): JsonSchema =>
  schema.$ref ? { ...schema, ...schemaRef(nameOf(schema.$ref)) } : schema;

/** Drops the pattern that `format` implies. */
function dropImpliedPattern(schema: JsonSchema): JsonSchema {
  if (schema.format !== 'uuid' && schema.format !== 'date-time') return schema;
  const { pattern: _, ...rest } = schema;
  return rest;
}

/** Drops the bounds of safe integers, which all of ours are. */
function dropImpliedBounds(schema: JsonSchema): JsonSchema {
  const { minimum, maximum, ...rest } = schema;
  return {
    ...rest,
    ...(minimum !== undefined && minimum !== Number.MIN_SAFE_INTEGER && { minimum }),
    ...(maximum !== undefined && maximum !== Number.MAX_SAFE_INTEGER && { maximum }),
  };
}

/** Drops the schema of field names, which are always strings. */
function dropImpliedNames(schema: JsonSchema): JsonSchema {
  const { propertyNames, ...rest } = schema;
  return propertyNames && !isDeepStrictEqual(propertyNames, { type: 'string' }) ? schema : rest;
}

/** `anyOf: [a string, null]` is `type: [string, null]`. */
function joinNull(schema: JsonSchema): JsonSchema {
  const { anyOf, ...outer } = schema;
  const [inner, none, ...more] = anyOf ?? [];
  if (!inner || none?.type !== 'null' || more.length > 0 || typeof inner.type !== 'string') return schema;
  return { ...inner, ...outer, type: [inner.type, 'null'], ...(inner.enum && { enum: [...inner.enum, null] }) };
}
