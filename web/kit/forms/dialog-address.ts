import { useRouterState } from '@tanstack/react-router';
import { oneOf, parseSearch } from '../lists/search.ts';
import { useSearchChange } from '../lists/search-change.ts';

/**
 * The dialog of a page is part of its address: it survives a reload, can be sent to somebody, and the back button closes it. `names` are
 * the dialogs that the page has; `id` says of what.
 */
export function useDialogAddress<const Name extends string>(names: readonly Name[]) {
  const searchText = useRouterState({ select: ({ location }) => location.searchStr });
  const changeSearch = useSearchChange();
  const { dialog, id = '' } = parseSearch(searchText);
  // the place in the list stays; what was typed has been asked for by the dialog itself
  const options = { state: true, resetScroll: false, ignoreBlocker: true } as const;
  return {
    dialog: oneOf(dialog, names) ?? null,
    id,
    open: (name: Name, of?: string) => changeSearch({ dialog: name, id: of }, options),
    close: () => changeSearch({ dialog: undefined, id: undefined }, { ...options, replace: true }),
  };
}
