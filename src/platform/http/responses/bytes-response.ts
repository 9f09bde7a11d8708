import type { FastifyReply, FastifyRequest } from 'fastify';
import { attachment } from '../../escape/file-name.ts';
import { DownloadResponse } from './download.ts';

/** A small file in memory. */
export class BytesResponse extends DownloadResponse {
  readonly #bytes: Buffer;
  readonly #type: string;
  readonly #name: string;

  constructor(bytes: Buffer, as: { type: string; name: string }) {
    super();
    this.#bytes = bytes;
    this.#type = as.type;
    this.#name = as.name;
  }

  async send(_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    return reply
      .type(this.#type)
      .header('cache-control', 'private, no-store')
      .header('content-disposition', attachment(this.#name))
      .send(this.#bytes);
  }
}
