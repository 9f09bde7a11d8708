import type { LightMyRequestResponse } from 'fastify';
import { pino } from 'pino';
import { mayDo } from '../src/people/rules.ts';
import type { Caller, Role } from '../src/platform/caller.ts';
import { type Config, readConfig } from '../src/platform/config.ts';
import { createServer, type Server } from '../src/platform/http.ts';
import { newId } from '../src/platform/ids.ts';
import { refuseByStatus } from '../src/tenants/http.ts';
import { TEST_SECRET_KEY } from './cluster.ts';
import type { TestWorld } from './world.ts';

type Body = Record<string, unknown> | string;
export type Answer = { status: number; body: Record<string, unknown>; headers: LightMyRequestResponse['headers'] };
export type Ask = (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: Body,
  headers?: Record<string, string>,
) => Promise<Answer>;

/** Routes of some slices on the real server, without sign-in: whoever a test says is calling. Answers are checked against their schemas. */
export async function serveRoutes(
  { db }: Pick<TestWorld, 'db'>,
  add: (server: Server, deps: { config: Config; now: () => Date }) => void,
  now: () => Date = () => new Date(),
): Promise<{ as: (caller: Caller) => Ask; close: () => Promise<void> }> {
  const callers = new Map<string, Caller>();
  const server = await createServer({
    db,
    logger: pino({ level: 'error' }),
    version: 'test',
    publicUrl: undefined,
    authenticate: async ({ headers }) => callers.get(String(headers['x-caller'])) ?? null,
    allows: (caller, permission) => mayDo(caller.role, permission),
    refuseByStatus,
    checkAnswers: true,
  });
  const config = readConfig({ DATABASE_URL: 'postgres://unused', SECRET_KEY: TEST_SECRET_KEY });
  add(server, { config, now });
  await server.ready();
  const as =
    (caller: Caller): Ask =>
    async (method, path, body, headers = {}) => {
      callers.set(caller.id, caller);
      const answer = await server.inject({
        method,
        url: `/api/v1${path}`,
        headers: { 'x-caller': caller.id, ...headers },
        ...(body !== undefined && { payload: body }),
      });
      const parsed = answer.body === '' ? {} : (JSON.parse(answer.body) as Record<string, unknown>);
      return { status: answer.statusCode, body: parsed, headers: answer.headers };
    };
  return { as, close: () => server.close() };
}

/** Somebody of a partner or of a tenant, signed in with a key so that no Origin is asked for. */
export function callerOf(role: Role, whose: { partnerId: string; tenant?: { id: string; status: string } }): Caller {
  const partner = { id: whose.partnerId, name: 'Partner' };
  const id = newId();
  return {
    id,
    email: `${role}-${id}@caller.example`,
    name: role,
    role,
    partner: whose.tenant ? null : partner,
    tenant: whose.tenant ? { ...whose.tenant, name: 'Tenant' } : null,
    ip: '127.0.0.1',
    requestId: newId(),
    via: 'key',
  };
}
