import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { errorsOf } from '../endpoint-errors.ts';
import type { Endpoint } from '../endpoint.ts';
import type { ErrorTable } from '../errors.ts';
import { Problem } from '../problem.ts';
import { type HeaderRef, headerRefs } from './headers.ts';
import type { JsonSchema, SchemaBook } from './schemas.ts';

export type Response = {
  description: string;
  headers?: Record<string, HeaderRef>;
  content?: Record<string, { schema: JsonSchema; example?: unknown }>;
};

/** The error responses of an endpoint: one for each status, with its codes. */
export function problemResponses(endpoint: Endpoint, book: SchemaBook): [status: string, response: Response][] {
  const byStatus = Map.groupBy(Object.entries(errorsOf(endpoint)), ([, { status }]) => status);
  return [...byStatus]
    .toSorted(([a], [b]) => a - b)
    .map(([status, codes]) => [String(status), problemResponse(status, Object.fromEntries(codes), book)]);
}

function problemResponse(status: number, table: ErrorTable, book: SchemaBook): Response {
  const codes = Object.entries(table).toSorted(([a], [b]) => a.localeCompare(b, 'en'));
  const meanings = codes.map(([code, { description }]) => `- \`${code}\`: ${description}`);
  const extra = Object.fromEntries(codes.flatMap(([, one]) => Object.entries(one.extra ?? {})));
  const { properties: extras } = book.describe(z.object(extra).partial(), 'output');
  const code: JsonSchema = {
    type: 'string',
    enum: codes.map(([name]) => name),
    description: 'The error code to switch on. Its meanings are in the description of this response.',
  };
  return {
    description: [STATUS_CODES[status], '', ...meanings].join('\n'),
    headers: headerRefs(status === 429 || status === 503 ? ['Request-Id', 'Retry-After'] : ['Request-Id']),
    content: {
      'application/problem+json': {
        schema: {
          allOf: [
            book.describe(Problem, 'output'),
            { type: 'object', required: ['code'], properties: { code, ...extras } },
          ],
        },
      },
    },
  };
}

/** The name of a shared response, from its codes: `Forbidden`, `InvalidOrIdempotencyMismatch`. */
export function problemName(endpoint: Endpoint, status: string): string {
  const codes = Object.entries(errorsOf(endpoint)).filter(([, one]) => String(one.status) === status);
  return codes
    .map(([code]) => code)
    .toSorted((a, b) => a.localeCompare(b, 'en'))
    .map((code) => code.replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase()))
    .join('Or');
}
