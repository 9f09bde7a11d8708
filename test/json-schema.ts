import { z } from 'zod';

/** The part of JSON Schema that our contracts use. */
export type JsonSchema = {
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  const?: unknown;
  enum?: unknown[];
  type?: string;
  format?: string;
  maxLength?: number;
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
};

/** A contract as JSON Schema, with references inlined. */
export function jsonSchemaOf(contract: z.ZodType): JsonSchema {
  const root = z.toJSONSchema(contract, { unrepresentable: 'any' });
  const inlined = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(inlined);
    if (typeof part !== 'object' || part === null) return part;
    if ('$ref' in part && typeof part.$ref === 'string') {
      const definition = root.$defs?.[part.$ref.replace('#/$defs/', '')];
      if (definition === undefined) throw new Error(`${part.$ref} is not defined`);
      return inlined(definition);
    }
    return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, inlined(value)]));
  };
  return inlined(root) as JsonSchema;
}

/** The alternatives of a schema. */
export const choicesOf = (schema: JsonSchema): JsonSchema[] => schema.anyOf ?? schema.oneOf ?? [schema];
