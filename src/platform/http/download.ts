import type { FastifyReply, FastifyRequest } from 'fastify';

/** A good response that is a file. It is sent after the commit, and holds no connection to the database meanwhile. */
export abstract class DownloadResponse {
  abstract send(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>;
}
