import type { FetchQueryOptions, QueryClient, QueryKey } from '@tanstack/react-query';
import type { ListSearch } from '../kit/lists/search.ts';

/**
 * Asks for what a page shows while the code of the page is still on its way. The query comes with a part of that code, so that the first
 * load has none of it. The page itself shows what fails.
 */
export function prefetch<Data, Key extends QueryKey>(
  client: QueryClient,
  loadQuery: () => Promise<FetchQueryOptions<Data, Error, Data, Key>>,
): void {
  void loadQuery()
    .then((query) => client.prefetchQuery(query))
    .catch(() => undefined);
}

/** What a list depends on: a dialog in the address is no reason to ask again. */
export const listDeps = ({ search: { search, sort, cursor } }: { search: ListSearch }): ListSearch => ({
  search,
  sort,
  cursor,
});
