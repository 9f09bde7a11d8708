import type { QueryClient, QueryExecuteOptions, QueryKey } from '@tanstack/react-query';
import type { ListSearch } from '../kit/lists/search.ts';

/**
 * Loads a page's data in parallel with its code. The query is imported dynamically, so that it isn't part of the first load. The page itself shows
 * errors.
 */
export function prefetch<Data, Key extends QueryKey>(
  client: QueryClient,
  loadQuery: () => Promise<QueryExecuteOptions<Data, Error, Data, Data, Key>>,
): void {
  void loadQuery()
    .then((query) => client.query(query))
    .catch(() => undefined);
}

/** The dependencies of a list. Opening a dialog in the URL must not reload it. */
export const listDeps = ({ search: { search, sort, cursor } }: { search: ListSearch }): ListSearch => ({
  search,
  sort,
  cursor,
});
