import type { z } from 'zod';
import { callersOf, type Download, type Endpoint, isStreamed, successStatus } from '../endpoint.ts';
import { type ResponseHeader, headerRefs } from './headers.ts';
import { type Parameter, parametersOf } from './parameters.ts';
import { problemResponses, type Response } from './problems.ts';
import type { JsonSchema, SchemaBook } from './schemas.ts';
import { tagOf } from './tags.ts';

export type Operation = {
  operationId: string;
  summary: string;
  description: string;
  tags: [string];
  security: Record<string, never[]>[];
  'x-permission'?: string;
  'x-scope': string;
  parameters: Parameter[];
  requestBody?: { required: true; content: Record<string, { schema: JsonSchema; example?: unknown }> };
  responses: Record<string, Response>;
};

/** An endpoint as an operation of the document, before common parts are moved to the components. */
export function describeOperation(endpoint: Endpoint, book: SchemaBook): Operation {
  return {
    operationId: endpoint.id,
    summary: endpoint.summary,
    description: endpoint.description,
    tags: [tagOf(endpoint.path)],
    security: securityOf(endpoint),
    ...(endpoint.permission !== 'anyone' && { 'x-permission': endpoint.permission }),
    'x-scope': endpoint.scope,
    parameters: parametersOf(endpoint, book),
    ...bodyOf(endpoint, book),
    responses: Object.fromEntries([...goodResponses(endpoint, book), ...problemResponses(endpoint, book)]),
  };
}

function securityOf(endpoint: Endpoint): Operation['security'] {
  if (endpoint.scope === 'nobody') return [];
  const { people, programs } = callersOf(endpoint);
  return [...(people ? [{ session: [] }] : []), ...(programs ? [{ apiKey: [] }] : [])];
}

function bodyOf({ body, bodyTypes = ['application/json'], examples }: Endpoint, book: SchemaBook) {
  if (!body) return {};
  const file = () => ({
    schema: { type: 'string', format: 'binary', description: 'The file itself.' } satisfies JsonSchema,
  });
  const describe = {
    'application/json': () => ({
      schema: book.describe(body, 'input'),
      ...(examples && 'body' in examples && { example: examples.body }),
    }),
    'text/csv': () => ({
      schema: { type: 'string', 'x-text': 'fileText', description: 'The file itself.' } satisfies JsonSchema,
    }),
    'audio/wav': file,
    'application/octet-stream': file,
  };
  const content = Object.fromEntries(bodyTypes.map((type) => [type, describe[type]()]));
  return { requestBody: { required: true as const, content } };
}

function goodResponses(endpoint: Endpoint, book: SchemaBook): [status: string, response: Response][] {
  const status = successStatus(endpoint);
  const { response, download, events, examples } = endpoint;
  if (download?.mediaType === 'text/csv') return [[String(status), csvFile(download.columns)]];
  if (download) return storedFile(download);
  if (!response) return [[String(status), { description: 'Done.', headers: headerRefs(['Request-Id']) }]];
  const schema = book.describe(response, 'output');
  return [
    [
      String(status),
      {
        description: status === 201 ? 'Created.' : status === 202 ? 'Accepted: it is done in the background.' : 'OK.',
        headers: headerRefs(['Request-Id', ...(hasVersion(schema, book) ? (['ETag'] as const) : [])]),
        content: {
          'application/json': { schema, ...(examples && 'response' in examples && { example: examples.response }) },
          ...(events && { 'text/event-stream': { schema: eventSchema(events, book) } }),
        },
      },
    ],
  ];
}

/** The JSON of each event by its name. */
const eventSchema = (events: Readonly<Record<string, z.ZodType>>, book: SchemaBook): JsonSchema => ({
  description: `The data of each event: ${Object.keys(events)
    .map((name) => `\`${name}\``)
    .join(' or ')}.`,
  anyOf: Object.values(events).map((schema) => book.describe(schema, 'output')),
});

/** A resource with a version has an ETag. */
function hasVersion(schema: JsonSchema, book: SchemaBook): boolean {
  const { properties, anyOf = [] } = book.resolve(schema);
  return properties?.version !== undefined || anyOf.some((one) => hasVersion(one, book));
}

const FILE_HEADERS: readonly ResponseHeader[] = ['Request-Id', 'Content-Disposition'];

const csvFile = (columns: readonly string[]): Response => ({
  description: `A CSV file (UTF-8, with a byte order mark) with the columns ${columns.map((one) => `\`${one}\``).join(', ')}.`,
  headers: headerRefs(FILE_HEADERS),
  content: { 'text/csv': { schema: { type: 'string' } } },
});

function storedFile(download: Download): [status: string, response: Response][] {
  const content = { [download.mediaType]: { schema: { type: 'string', format: 'binary' } satisfies JsonSchema } };
  const partHeaders = headerRefs([...FILE_HEADERS, 'Content-Range']);
  const whole: [string, Response] = ['200', { description: 'The file.', headers: headerRefs(FILE_HEADERS), content }];
  if (!isStreamed(download)) return [whole];
  return [
    whole,
    ['206', { description: 'The part of the file that `Range` names.', headers: partHeaders, content }],
    ['416', { description: 'The file has no such range.', headers: headerRefs(['Request-Id', 'Content-Range']) }],
  ];
}
