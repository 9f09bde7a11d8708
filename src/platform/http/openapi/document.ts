import { isDeepStrictEqual } from 'node:util';
import type { Endpoint } from '../endpoint.ts';
import { ABOUT } from './about.ts';
import { errorPage } from './error-codes.ts';
import { headerComponents } from './headers.ts';
import { describeOperation, type Operation } from './operation.ts';
import { type Parameter, parameterName } from './parameters.ts';
import { problemName, type Response } from './problems.ts';
import { SchemaBook } from './schemas.ts';
import { tagList } from './tags.ts';
import { describeWebhooks, type SentEvent } from './webhooks.ts';

export type Ref = { $ref: string };
type DocumentOperation = Omit<Operation, 'parameters' | 'responses'> & {
  parameters?: (Parameter | Ref)[];
  responses: Record<string, Response | Ref>;
};
export type OpenApi = ReturnType<typeof describeApi>;

/** The API as an OpenAPI 3.1 document, generated only from the endpoints and events, so that it matches the server. */
export function describeApi(endpoints: readonly Endpoint[], events: readonly SentEvent[], version: string) {
  const book = new SchemaBook();
  const operations = endpoints.map((endpoint) => ({ endpoint, operation: describeOperation(endpoint, book) }));
  const parameters = shared(
    operations.flatMap(({ operation }) => operation.parameters.map((one) => [parameterName(one), one] as const)),
  );
  const responses = shared(
    operations.flatMap(({ endpoint, operation }) =>
      Object.entries(operation.responses)
        .filter(([status]) => Number(status) >= 400 && status !== '416')
        .map(([status, response]) => [problemName(endpoint, status), response] as const),
    ),
  );
  const paths: Record<string, Record<string, DocumentOperation>> = {};
  for (const { endpoint, operation } of operations) {
    const methods = (paths[`/api/v1${endpoint.path}`] ??= {});
    const { parameters: own, ...rest } = operation;
    methods[endpoint.method.toLowerCase()] = {
      ...rest,
      ...(own.length > 0 && {
        parameters: own.map((one) => parameters.refOr(parameterName(one), one, 'parameters')),
      }),
      responses: Object.fromEntries(
        Object.entries(operation.responses).map(([status, response]) => [
          status,
          responses.refOr(problemName(endpoint, status), response, 'responses'),
        ]),
      ),
    };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Hosted phone system',
      version,
      summary: ABOUT.summary,
      description: `${ABOUT.description}\n\n${errorPage(endpoints)}`,
    },
    servers: [{ url: '/', description: 'This installation' }],
    tags: tagList(new Set(operations.flatMap(({ operation }) => operation.tags))),
    paths,
    webhooks: describeWebhooks(events, book),
    components: {
      schemas: book.named,
      parameters: parameters.components,
      headers: headerComponents(),
      responses: responses.components,
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'session', description: ABOUT.session },
        apiKey: { type: 'http', scheme: 'bearer', description: ABOUT.apiKey },
      },
    },
  };
}

/** Values that occur more than once under the same name become components and are replaced by references. */
function shared<T extends object>(found: readonly (readonly [name: string, value: T])[]) {
  const components: Record<string, T> = {};
  const byName = Map.groupBy(found, ([name]) => name);
  for (const [name, all] of [...byName].toSorted(([a], [b]) => a.localeCompare(b, 'en'))) {
    const values = all.map(([, value]) => value);
    const twice = values.find((value, at) => values.slice(at + 1).some((other) => isDeepStrictEqual(value, other)));
    if (twice) components[name] = twice;
  }
  return {
    components,
    refOr: (name: string, value: T, kind: 'parameters' | 'responses'): T | Ref =>
      isDeepStrictEqual(components[name], value) ? { $ref: `#/components/${kind}/${name}` } : value,
  };
}
