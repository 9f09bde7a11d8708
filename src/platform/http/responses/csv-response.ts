import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Cell, csvHead, csvRows } from '../../escape/csv.ts';
import { attachment } from '../../escape/file-name.ts';
import type { Download } from '../endpoint.ts';
import { DownloadResponse } from './download.ts';

type Csv = Extract<Download, { mediaType: 'text/csv' }>;
/** Each page is read in its own transaction, so that a slow client occupies no database connection. */
type Pages = AsyncGenerator<Cell[][]>;

/** A whole table as CSV, streamed while it is read. */
export class CsvResponse extends DownloadResponse {
  readonly #csv: Csv;
  readonly #pages: Pages;

  constructor(csv: Csv, pages: Pages) {
    super();
    this.#csv = csv;
    this.#pages = pages;
  }

  async send(_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    // read before the response begins, so that an immediate failure still becomes a problem+json
    const first = await this.#pages.next();
    reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', attachment(this.#csv.fileName))
      .header('cache-control', 'no-store');
    return reply.send(Readable.from(lines(this.#csv.columns, first, this.#pages)));
  }
}

async function* lines(
  columns: readonly string[],
  first: IteratorResult<Cell[][]>,
  rest: Pages,
): AsyncGenerator<string> {
  yield csvHead(columns);
  if (first.done) return;
  yield csvRows(first.value);
  for await (const page of rest) yield csvRows(page);
}
