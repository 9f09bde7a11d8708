import { z } from 'zod';
import { type Endpoint, successStatus } from './endpoint.ts';
import { Problem } from './problem.ts';

/** An endpoint as @fastify/swagger takes it. */
export function describeEndpoint(endpoint: Endpoint): Record<string, unknown> {
  const names = paramNames(endpoint.path);
  return {
    operationId: endpoint.id,
    'x-scope': endpoint.scope,
    'x-permission': endpoint.permission,
    summary: endpoint.summary,
    ...(endpoint.description !== undefined && { description: endpoint.description }),
    tags: endpoint.tags ?? [lastWord(endpoint)],
    ...(names.length > 0 && { params: z.object(Object.fromEntries(names.map((name) => [name, z.string()]))) }),
    ...(endpoint.query && { querystring: endpoint.query }),
    ...(endpoint.body && { body: endpoint.body }),
    response: { [successStatus(endpoint)]: good(endpoint), default: Problem },
  };
}

const paramNames = (path: string): string[] => [...path.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? []);

function good({ response, download }: Endpoint): z.ZodType {
  if (download) return z.string().meta({ description: download.mediaType });
  return response ?? z.undefined().meta({ description: 'Done.' });
}

const lastWord = ({ path, scope }: Endpoint): string =>
  path
    .split('/')
    .filter((part) => part && !part.startsWith('{'))
    .at(scope === 'operator' ? 1 : -1) ?? 'api';
