import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Caller } from './caller.ts';
import { check, type Gate } from './endpoint.ts';
import { fail } from './errors.ts';
import { type Cell, csvHead, csvRows } from '../escape/csv.ts';
import { attachment } from '../escape/file-name.ts';
import { Problem, type Server } from './server.ts';

export type Download<Query extends z.ZodType> = {
  /** Under `/api/v1`. */
  path: string;
  /** The operationId in openapi.json. */
  id: string;
  summary: string;
  permission: string;
  filename: string;
  columns: string[];
  query: Query;
  /** The rows in pages, each read in a transaction of its own: whoever reads slowly holds no connection. */
  pages: (call: { caller: Caller; query: z.output<Query> }) => AsyncGenerator<Cell[][]>;
};

/** Adds a route that answers a whole table of the partner as CSV, sent while it is read, however long it is. */
export function addDownload<Query extends z.ZodType>(
  server: Server,
  allows: Gate['allows'],
  spec: Download<Query>,
): void {
  server.route({
    method: 'GET',
    url: `/api/v1${spec.path}`,
    schema: {
      operationId: spec.id,
      'x-scope': 'partner',
      'x-permission': spec.permission,
      summary: spec.summary,
      tags: [spec.path.split('/').at(-1)!],
      querystring: spec.query,
      response: { 200: z.string().meta({ description: 'text/csv' }), default: Problem },
    } as object,
    config: { permission: spec.permission, scope: 'partner' },
    handler: async (request, reply) => {
      const caller = request.caller!;
      if (!allows(caller, spec.permission)) throw fail('forbidden', 'Your role does not allow this.');
      const query = check(spec.query, request.query, '');
      const pages = spec.pages({ caller, query });
      // read before the answer begins, so that what goes wrong at once is still a problem+json
      const first = await pages.next();
      reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', attachment(spec.filename))
        .header('cache-control', 'no-store');
      return reply.send(Readable.from(lines(spec.columns, first, pages)));
    },
  });
}

async function* lines(
  columns: string[],
  first: IteratorResult<Cell[][]>,
  rest: AsyncGenerator<Cell[][]>,
): AsyncGenerator<string> {
  yield csvHead(columns);
  if (first.done) return;
  yield csvRows(first.value);
  for await (const page of rest) yield csvRows(page);
}
