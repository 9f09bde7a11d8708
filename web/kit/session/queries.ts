import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Endpoint, ResponseOf } from '../../../src/platform/http/endpoint.ts';
import { type ListSearch, PAGE_SIZE } from '../lists/search.ts';
import type { Page } from './api.ts';
import { addressOf, type CallArgs, type ParamsInput, request } from './call.ts';

declare module '@tanstack/react-query' {
  interface Register {
    /** `recorded`: each read is audited, so it is never repeated automatically. */
    queryMeta: { recorded?: boolean };
  }
}

/** The response of an endpoint, cached by endpoint and URL. */
export const apiQuery = <E extends Endpoint>(endpoint: E, ...[input]: CallArgs<E>) =>
  queryOf<ResponseOf<E>>(endpoint, input);

const queryOf = <Response>(endpoint: Endpoint, input: Parameters<typeof addressOf>[1]) =>
  queryOptions({
    queryKey: ['api', endpoint.id, addressOf(endpoint, input)],
    queryFn: ({ signal }) => request<Response>(endpoint, { ...input, signal }),
  });

/** The query of one object. */
export type ApiQuery<Response> = ReturnType<typeof queryOf<Response>>;

type Filter = Record<string, string | undefined>;
type RowOf<E extends Endpoint> = ResponseOf<E> extends { items: (infer Row)[] } ? Row : never;

/** A page of a list, with its search. */
export type ApiList<Row> = { query: ReturnType<typeof pageQuery<Row>>; search: ListSearch; filter: Filter };

/** The page of a list that the URL names. `filter`: filters besides search, sort and cursor. */
export function apiList<E extends Endpoint>(
  endpoint: E,
  { params, search, filter = {} }: ParamsInput<E> & { search: ListSearch; filter?: Filter },
): ApiList<RowOf<E>> {
  const { search: text, sort, cursor } = search;
  const query = pageQuery<RowOf<E>>(endpoint, {
    ...(params && { params }),
    query: { ...filter, search: text, sort, limit: PAGE_SIZE, cursor },
  });
  return { query, search, filter };
}

const pageQuery = <Row>(endpoint: Endpoint, input: Parameters<typeof addressOf>[1]) =>
  queryOptions({ ...queryOf<Page<Row>>(endpoint, input), placeholderData: keepPreviousData });
