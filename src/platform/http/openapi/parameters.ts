import { EXAMPLE_ID } from '../../values/fields.ts';
import { type Endpoint, isStreamed, type RequestHeader, takesIdempotencyKey } from '../endpoint.ts';
import type { JsonSchema, SchemaBook } from './schemas.ts';

export type Parameter = {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: true;
  description: string;
  schema: JsonSchema;
};

/** Nouns for path parameters whose name differs. */
const PATH_NOUNS: Record<string, string> = {
  ext: 'extension',
  did: 'phone number',
  profile: 'billing profile',
  table: 'rate table',
};

/** `rateImport` in words: `rate import`. */
const wordsOf = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

const HEADERS: Record<'Idempotency-Key' | 'Range' | RequestHeader, Parameter> = {
  'Idempotency-Key': {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'Makes it safe to send the request again. For 24 hours, the same key with the same body has no second effect and gets the same response. A UUID is a good key.',
    schema: { type: 'string', minLength: 1, maxLength: 255, examples: [EXAMPLE_ID] },
  },
  'If-Match': {
    name: 'If-Match',
    in: 'header',
    description:
      'The `ETag` of the version that you read. If somebody has changed it since, nothing happens and the response is 412 `stale_version`. Left out or `*`: any version.',
    schema: { type: 'string', examples: ['"3"'] },
  },
  'Last-Event-ID': {
    name: 'Last-Event-ID',
    in: 'header',
    description:
      'The id of the last event that you have of this stream. The stream continues from there, or begins with a new snapshot if that is too long ago.',
    schema: { type: 'string', examples: ['3f2a9c1e.17'] },
  },
  Range: {
    name: 'Range',
    in: 'header',
    description: 'One range of bytes (RFC 9110). The response is then 206 with that part of the file.',
    schema: { type: 'string', pattern: '^bytes=', examples: ['bytes=0-1023'] },
  },
};

/** All parameters of an endpoint: path, query and headers. */
export function parametersOf(endpoint: Endpoint, book: SchemaBook): Parameter[] {
  const headers = [
    ...(takesIdempotencyKey(endpoint) ? (['Idempotency-Key'] as const) : []),
    ...(endpoint.headers ?? []),
    ...(endpoint.download && isStreamed(endpoint.download) ? (['Range'] as const) : []),
  ];
  return [
    ...pathParameters(endpoint.path),
    ...queryParameters(endpoint, book),
    ...headers.map((name) => HEADERS[name]),
  ];
}

const pathParameters = (path: string): Parameter[] =>
  [...path.matchAll(/\{((\w+)Id)\}/g)].map(([, name = '', noun = '']) => ({
    name,
    in: 'path',
    required: true,
    description: `The id of the ${PATH_NOUNS[noun] ?? wordsOf(noun)}.`,
    schema: { type: 'string', format: 'uuid', examples: [EXAMPLE_ID] },
  }));

function queryParameters({ query }: Endpoint, book: SchemaBook): Parameter[] {
  if (!query) return [];
  const { properties = {}, required = [] } = book.describe(query, 'input');
  return Object.entries(properties).map(([name, property]) => {
    const { description = '', ...schema } = typeof property === 'boolean' ? {} : property;
    return { name, in: 'query', ...(required.includes(name) && { required: true }), description, schema };
  });
}

/** All lists have the same paging parameters, so these become shared components. */
export const parameterName = ({ name, in: place }: Parameter): string =>
  (place === 'query' ? `-${name}` : name).replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
