import type { FastifyRequest } from 'fastify';
import type { Config } from '../platform/config.ts';
import type { Db } from '../platform/db/db.ts';
import type { Origin } from './own-account/sql.ts';

export type PeopleDeps = { config: Config; db: Db; now: () => Date };

export const originOf = (request: FastifyRequest): Origin => ({ ip: request.ip, requestId: request.id });
