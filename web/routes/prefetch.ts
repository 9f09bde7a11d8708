import type { ListSearch } from '../kit/search.ts';

/**
 * Asks for what a page shows while the code of the page is still on its way. The query comes with a part of that code, so that the first
 * load has none of it; whatever fails is said by the page itself.
 */
export const prefetch = (ask: () => Promise<void>): void => void ask().catch(() => undefined);

/** What a list depends on: a dialog in the address is no reason to ask again. */
export const listDeps = ({ search: { search, sort, cursor } }: { search: ListSearch }): ListSearch => ({
  search,
  sort,
  cursor,
});
