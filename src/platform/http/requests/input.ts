import type { z } from 'zod';
import { inputMessage } from '../../values/input-messages.ts';
import { fail, type FieldError } from '../errors.ts';

/**
 * Parses with the contract's schema and reports each fault with its path. A schema can mark a fault as `immutable`. `named`: what the caller knows
 * the keys as.
 */
export function parseInput<T extends z.ZodType>(
  schema: T,
  value: unknown,
  named: 'field' | 'parameter' = 'field',
): z.output<T> {
  const parsed = schema.safeParse(value, { error: inputMessage });
  const unstorable = unstorablePlaces(value, '').map((path) => ({
    path,
    message: 'Remove the characters that can’t be stored.',
  }));
  if (parsed.success && unstorable.length === 0) return parsed.data;
  const issues = parsed.error?.issues ?? [];
  const immutable = issues.some((issue) => issue.code === 'custom' && issue.params?.code === 'immutable');
  throw fail(
    immutable ? 'immutable' : 'invalid',
    immutable ? 'A field named here can’t be changed.' : 'The request is invalid.',
    { errors: [...issues.flatMap((issue) => faultsOf(issue, [], named)), ...unstorable] },
  );
}

/** The result of `parseInput`, or null if it would refuse. Without a schema, everything is ignored. */
export function tryInput(schema: z.ZodType | undefined, value: unknown): { data: unknown } | null {
  if (unstorablePlaces(value, '').length > 0) return null;
  if (!schema) return { data: undefined };
  const { success, data } = schema.safeParse(value);
  return success ? { data } : null;
}

function faultsOf(issue: z.core.$ZodIssue, under: PropertyKey[], named: string): FieldError[] {
  const at = [...under, ...issue.path];
  const fault = (path: PropertyKey[], message: string) => ({ path: path.map(String).join('.'), message });
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => fault([...at, key], `There is no such ${named}.`));
  if (issue.code === 'invalid_union' && issue.errors.length > 0)
    return closestOption(issue.errors).flatMap((inner) => faultsOf(inner, at, named));
  return [fault(at, issue.message)];
}

/** The option of a union that was probably meant: it matches as a whole and fails inside. Otherwise the last one. */
function closestOption(options: z.core.$ZodIssue[][]): z.core.$ZodIssue[] {
  const isOff = ({ code, path }: z.core.$ZodIssue) =>
    path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');
  return options.find((issues) => !issues.some(isOff)) ?? options.at(-1) ?? [];
}

/** The paths of values that PostgreSQL can't store as text: with the character U+0000, or half a surrogate pair. */
function unstorablePlaces(value: unknown, at: string): string[] {
  if (typeof value === 'string') return value.includes('\u0000') || !value.isWellFormed() ? [at] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => unstorablePlaces(inner, at ? `${at}.${key}` : key));
}
