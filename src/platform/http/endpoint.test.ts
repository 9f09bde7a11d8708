import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import {
  type BodyInput,
  type BodyOf,
  endpoint,
  type ParamsOf,
  type QueryInput,
  type QueryOf,
  type ResponseOf,
  successStatus,
} from './endpoint.ts';
import type { RequestContext } from './request-context.ts';

const common = { permission: 'numbers.write', summary: 'Route a number', description: 'Sets where it rings.' } as const;
const Input = z.object({ ring: z.coerce.number().default(25) });

const routeNumber = endpoint({
  ...common,
  id: 'routeNumber',
  method: 'PATCH',
  path: '/tenants/{tenantId}/dids/{didId}',
  scope: 'tenant',
  query: z.object({ dryRun: z.boolean().optional() }),
  body: Input,
  response: z.object({ id: z.string() }),
  headers: ['If-Match'],
});

const removeNumber = endpoint({
  ...common,
  id: 'removeNumber',
  method: 'DELETE',
  path: '/dids/{didId}',
  scope: 'partner',
});

test('types the request and response of a client', () => {
  expectTypeOf<ParamsOf<typeof routeNumber>>().toEqualTypeOf<{ tenantId: string; didId: string }>();
  expectTypeOf<QueryInput<typeof routeNumber>>().toEqualTypeOf<{ dryRun?: boolean | undefined }>();
  expectTypeOf<BodyInput<typeof routeNumber>>().toEqualTypeOf<z.input<typeof Input>>();
  expectTypeOf<ResponseOf<typeof routeNumber>>().toEqualTypeOf<{ id: string }>();
  expectTypeOf<ResponseOf<typeof removeNumber>>().toEqualTypeOf<void>();
});

test('types what a handler gets by schemas, scope and headers', () => {
  expectTypeOf<QueryOf<typeof removeNumber>>().toEqualTypeOf<undefined>();
  expectTypeOf<BodyOf<typeof routeNumber>>().toEqualTypeOf<{ ring: number }>();
  expectTypeOf<RequestContext<typeof routeNumber>>().toHaveProperty('tenant');
  expectTypeOf<RequestContext<typeof routeNumber>>().toHaveProperty('ifMatch');
  expectTypeOf<RequestContext<typeof removeNumber>>().toHaveProperty('partnerId');
  expectTypeOf<RequestContext<typeof removeNumber>>().not.toHaveProperty('tenant');
  expectTypeOf<RequestContext<typeof removeNumber>>().not.toHaveProperty('ifMatch');
});

test('allows “anyone” only in the scopes for it, and checks the path against the scope', () => {
  // none of these compiles as an endpoint
  type Declared = Parameters<typeof endpoint>[0];
  type Said<Part> = typeof common & { id: 'x'; method: 'GET' } & Part;
  expectTypeOf<Said<{ path: '/dids'; scope: 'partner' }>>().toExtend<Declared>();
  expectTypeOf<Said<{ path: '/dids'; scope: 'nobody' }>>().not.toExtend<Declared>();
  expectTypeOf<Said<{ path: '/dids'; scope: 'tenant' }>>().not.toExtend<Declared>();
  expectTypeOf<Said<{ path: '/dids'; scope: 'operator' }>>().not.toExtend<Declared>();
});

test('responds with 204 if the response is empty, unless it declares another status', () => {
  expect(successStatus(routeNumber)).toBe(200);
  expect(successStatus(removeNumber)).toBe(204);
  expect(successStatus({ ...routeNumber, status: 201 })).toBe(201);
});
