import { useRouterState } from '@tanstack/react-router';
import { useSearchChange } from '../lists/search-change.ts';
import { oneOf, parseSearch } from '../lists/search.ts';

/**
 * Stores the open dialog of a page in the URL, so that it survives a reload, can be shared, and is closed by the back button. `names`: the dialogs of
 * the page. `id`: of the object.
 */
export function useDialogAddress<const Name extends string>(names: readonly Name[]) {
  const searchText = useRouterState({ select: ({ location }) => location.searchStr });
  const changeSearch = useSearchChange();
  const { dialog, id = '' } = parseSearch(searchText);
  // keeps the position in the list; the dialog itself asks about unsaved input
  const options = { state: true, resetScroll: false, ignoreBlocker: true } as const;
  return {
    dialog: oneOf(dialog, names) ?? null,
    id,
    open: (name: Name, of?: string) => changeSearch({ dialog: name, id: of }, options),
    close: () => changeSearch({ dialog: undefined, id: undefined }, { ...options, replace: true }),
  };
}
