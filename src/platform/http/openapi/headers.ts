import { EXAMPLE_ID } from '../../values/fields.ts';
import type { JsonSchema } from './schemas.ts';

/** The headers of responses, for `components.headers`. */
export const RESPONSE_HEADERS = {
  'Request-Id': {
    description: 'The id of this request, also in the audit log. Name it when you ask for help.',
    schema: { type: 'string', format: 'uuid', examples: [EXAMPLE_ID] },
  },
  ETag: {
    description: 'The version of the resource. Send it as `If-Match` with a change.',
    schema: { type: 'string', examples: ['"3"'] },
  },
  'Retry-After': {
    description: 'How many seconds to wait before the next try.',
    schema: { type: 'integer', minimum: 1, examples: [30] },
  },
  'Content-Disposition': {
    description: 'The name to save the file under.',
    schema: { type: 'string', examples: ['attachment; filename="export.zip"'] },
  },
  'Content-Range': {
    description: 'The part of the file that this is.',
    schema: { type: 'string', examples: ['bytes 0-1023/48213'] },
  },
} as const satisfies Record<string, { description: string; schema: JsonSchema }>;

export type ResponseHeader = keyof typeof RESPONSE_HEADERS;
export type HeaderRef = { $ref: string };

const componentName = (header: string): string => header.replaceAll('-', '');

export const headerRefs = (names: readonly ResponseHeader[]): Record<string, HeaderRef> =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${componentName(name)}` }]));

export const headerComponents = (): Record<string, { description: string; schema: JsonSchema }> =>
  Object.fromEntries(Object.entries(RESPONSE_HEADERS).map(([name, header]) => [componentName(name), header]));
