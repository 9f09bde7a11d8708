import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Storage } from '../../db/storage.ts';
import { attachment } from '../../escape/file-name.ts';
import { DownloadResponse } from './download.ts';

type OpenFile = NonNullable<Awaited<ReturnType<Storage['open']>>>;

/** A stored file, or the part that the request's Range names (RFC 9110, 14). */
export class FileResponse extends DownloadResponse {
  readonly #file: OpenFile;
  readonly #type: string;
  readonly #name: string;

  constructor(file: OpenFile, as: { type: string; name: string }) {
    super();
    this.#file = file;
    this.#type = as.type;
    this.#name = as.name;
  }

  async send(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { bytes } = this.#file;
    reply
      .type(this.#type)
      .header('accept-ranges', 'bytes')
      .header('cache-control', 'private, no-store')
      .header('content-disposition', attachment(this.#name));
    const range = readRange(request.headers.range, bytes);
    if (range === 'unsatisfiable') {
      await this.#file.close();
      return reply.code(416).header('content-range', `bytes */${bytes}`).send('');
    }
    if (!range) return reply.header('content-length', bytes).send(this.#file.read());
    return reply
      .code(206)
      .header('content-range', `bytes ${range.start}-${range.end}/${bytes}`)
      .header('content-length', range.end - range.start + 1)
      .send(this.#file.read(range));
  }
}

/** Whether a request for a file, or a part of it, gets its first byte. */
export function isFromStart(header: string | undefined, bytes: number): boolean {
  const range = readRange(header, bytes);
  return range === null || (range !== 'unsatisfiable' && range.start === 0);
}

/** One range of bytes, both ends inclusive. Null means the whole file, also for several ranges or an unreadable header. */
export function readRange(
  header: string | undefined,
  bytes: number,
): { start: number; end: number } | 'unsatisfiable' | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  const last = bytes - 1;
  if (match[1] === '') {
    const suffix = Number(match[2]);
    return suffix === 0 || bytes === 0 ? 'unsatisfiable' : { start: Math.max(0, bytes - suffix), end: last };
  }
  const start = Number(match[1]);
  if (start > last) return 'unsatisfiable';
  const end = match[2] === '' ? last : Math.min(Number(match[2]), last);
  return end < start ? null : { start, end };
}
