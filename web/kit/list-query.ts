import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, type Page } from './api.ts';
import { type ListSearch, PAGE_SIZE } from './search.ts';

export type ListOf = {
  /** The list's address under the API; the key of its cached pages begins with `cacheKey`. */
  path: string;
  cacheKey: readonly unknown[];
  search: ListSearch;
  /** Filters beside search, sort and cursor. */
  filter?: Record<string, string | undefined>;
};

/** One page of a list of the server's. */
export function listQuery<Row>({ path, cacheKey, search, filter }: ListOf) {
  const { search: text, sort, cursor } = search;
  const query = { ...filter, search: text, sort, limit: PAGE_SIZE, cursor };
  return queryOptions({
    queryKey: [...cacheKey, query],
    queryFn: ({ signal }) => api.get<Page<Row>>(path, query, signal),
    placeholderData: keepPreviousData,
  });
}
