import type { FastifyReply, FastifyRequest } from 'fastify';

/** A successful response that is a file. It is sent after the commit, without a database connection. */
export abstract class DownloadResponse {
  abstract send(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>;
}
