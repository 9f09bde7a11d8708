import { useRouterState } from '@tanstack/react-router';
import { useSearchChange } from './search-change.ts';
import { PAGE_SIZE } from './search.ts';

type Searching = { cursor?: string | undefined };

/**
 * How many rows come before this page; null if unknown because the list was opened in the middle by its URL. `steps`: the cursors of the previous
 * pages; '' for the first page.
 */
export function rowsBefore(cursor: string | undefined, steps: readonly string[]): number | null {
  if (cursor === undefined) return 0;
  return steps[0] === '' ? steps.length * PAGE_SIZE : null;
}

/**
 * Navigates a list whose state is in the URL. A new search or filter starts at the first page. The previous pages' cursors are in the history entry,
 * because a cursor only leads forward.
 */
export function useListState<Search extends Searching>(search: Search) {
  const changeSearch = useSearchChange();
  const before = useRouterState({ select: (state) => state.location.state.before }) ?? [];
  const go = (change: Partial<Search>, steps: string[], replace = false) =>
    changeSearch(change, { state: { before: steps }, replace, resetScroll: change.cursor !== search.cursor });
  const goTo = (cursor: string | undefined, steps: string[]) =>
    changeSearch({ cursor }, { state: { before: steps }, resetScroll: cursor !== search.cursor });
  return {
    /** Changes the search or a filter, and goes to the first page. */
    setFilters: (change: Partial<Search>, replace = false) => go({ ...change, cursor: undefined }, [], replace),
    pager: (nextCursor: string | null | undefined) => ({
      before: rowsBefore(search.cursor, before),
      onFirst: search.cursor === undefined ? null : () => goTo(undefined, []),
      onPrevious: before.length === 0 ? null : () => goTo(before.at(-1) || undefined, before.slice(0, -1)),
      onNext: nextCursor ? () => goTo(nextCursor, [...before, search.cursor ?? '']) : null,
    }),
  };
}
