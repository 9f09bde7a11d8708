import type { z } from 'zod';
import type { BodyInput, Endpoint, ParamsOf, QueryInput, ResponseOf } from '../../../src/platform/http/endpoint.ts';
import { type RequestOptions, send } from './api.ts';

/** The values of a URL's query. Undefined and empty ones are left out. */
type QueryText = Record<string, string | number | undefined>;

export type ParamsInput<E extends Endpoint> = [keyof ParamsOf<E>] extends [never]
  ? { params?: never }
  : { params: ParamsOf<E> };
type QueryPart<E extends Endpoint> = E extends { query: z.ZodType }
  ? { query?: { [Name in keyof QueryInput<E>]?: string | number | undefined } }
  : { query?: never };
type BodyPart<E extends Endpoint> = E extends { body: z.ZodType } ? { body: BodyInput<E> } : { body?: never };
type IfMatchPart<E extends Endpoint> = E extends { headers: readonly ['If-Match', ...string[]] }
  ? { ifMatch?: number | undefined }
  : { ifMatch?: never };

/** The input of an endpoint: parameters, query and body by its own schemas. */
export type CallInput<E extends Endpoint> = ParamsInput<E> &
  QueryPart<E> &
  BodyPart<E> &
  IfMatchPart<E> &
  Pick<RequestOptions, 'key' | 'signal'>;

/** The input can be omitted if nothing in it is required. */
export type CallArgs<E extends Endpoint> = object extends CallInput<E> ? [CallInput<E>?] : [CallInput<E>];

type AnyInput = RequestOptions & { params?: Record<string, string>; query?: QueryText };

/** The URL of an endpoint: `/api/v1/tenants/1/dids?search=212`. */
export function addressOf({ path }: Pick<Endpoint, 'path'>, { params = {}, query = {} }: AnyInput = {}): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return `/api/v1${filled}${search && `?${search}`}`;
}

/** Calls an endpoint: `call(suspendTenant, { params: { tenantId }, body })`. Throws an `ApiError` if it is refused. */
export const call = <E extends Endpoint>(endpoint: E, ...[input]: CallArgs<E>): Promise<ResponseOf<E>> =>
  request<ResponseOf<E>>(endpoint, input);

/** Like `call`, for code that works with any endpoint, such as lists, and knows the response's type from elsewhere. */
export const request = <Response>(endpoint: Endpoint, input: AnyInput = {}): Promise<Response> =>
  send<Response>(endpoint.method, addressOf(endpoint, input), input);
