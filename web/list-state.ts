import { useNavigate, useRouterState } from '@tanstack/react-router';
import { PAGE_SIZE } from './search.ts';

type Searching = { cursor?: string | undefined };

/**
 * Moves through a list whose state is in the address. A new question begins at the first page; the way back through the pages is kept
 * in the history entry, since a cursor only leads on.
 */
export function useListState<Search extends Searching>(search: Search) {
  const navigate = useNavigate();
  const before = useRouterState({ select: (state) => state.location.state.before }) ?? [];
  const go = (change: Partial<Search>, steps: string[], replace = false) =>
    void navigate({
      to: '.',
      search: ((old: Search) => ({ ...old, ...change })) as never,
      state: { before: steps },
      replace,
      resetScroll: change.cursor !== search.cursor,
    });
  return {
    /** Asks something else: from the first page. */
    ask: (change: Partial<Search>, replace = false) => go({ ...change, cursor: undefined }, [], replace),
    pager: (nextCursor: string | null | undefined) => ({
      before: search.cursor === undefined ? 0 : before.length > 0 ? before.length * PAGE_SIZE : null,
      onFirst: search.cursor === undefined ? null : () => go({ cursor: undefined } as Partial<Search>, []),
      onPrevious:
        before.length === 0
          ? null
          : () => go({ cursor: before.at(-1) || undefined } as Partial<Search>, before.slice(0, -1)),
      onNext: nextCursor ? () => go({ cursor: nextCursor } as Partial<Search>, [...before, search.cursor ?? '']) : null,
    }),
  };
}
