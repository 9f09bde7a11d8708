import { keepPreviousData, useQueries, useQuery, type UseQueryOptions } from '@tanstack/react-query';
import type { SelectOption } from '../../../ui/SelectField.tsx';

type Cached<Response> = Pick<UseQueryOptions<Response, Error, Response, string[]>, 'queryKey' | 'queryFn'>;

/** How to read one item by id, search items on the server, and label them. */
export type Findable<Item> = {
  one: (id: string) => Cached<Item>;
  list: (search: string) => Cached<{ items: Item[] }>;
  labelOf: (item: Item) => string;
};

/** The options of a select that searches on the server, because there may be thousands. Always includes the chosen one. */
export const useFoundOptions = <Item extends { id: string }>(
  from: Findable<Item>,
  typed: string,
  chosen: string | null,
): SelectOption[] => useFound(from, typed, chosen).map((item) => ({ value: item.id, label: from.labelOf(item) }));

/** Like `useFoundOptions`, but returns the items. */
export function useFound<Item extends { id: string }>(
  { one, list, labelOf }: Findable<Item>,
  typed: string,
  chosenId: string | null,
  enabled = true,
): readonly Item[] {
  const { data } = useQuery({ ...one(chosenId ?? ''), enabled: enabled && chosenId !== null });
  const chosen = chosenId === null ? undefined : data;
  // the search box also contains the text of the chosen option, which isn't a search
  const search = chosen && typed === labelOf(chosen) ? '' : typed.trim();
  const found = useQuery({ ...list(search), placeholderData: keepPreviousData, enabled }).data?.items ?? [];
  return chosen && !found.some(({ id }) => id === chosen.id) ? [chosen, ...found] : found;
}

/** Like `useFoundOptions`, for choosing several. Items that aren't loaded or were deleted are labelled `unknown`. */
export function useManyOptions<Item extends { id: string }>(
  { one, list, labelOf }: Findable<Item>,
  typed: string,
  chosen: readonly string[],
  unknown: string,
): SelectOption[] {
  const named = useQueries({ queries: chosen.map(one) });
  const found = useQuery({ ...list(typed.trim()), placeholderData: keepPreviousData }).data?.items ?? [];
  const known = [...named.map(({ data }) => data), ...found];
  return manyOptions(
    chosen,
    known.map((item) => item && { value: item.id, label: labelOf(item) }),
    unknown,
  );
}

/** The chosen items, then those found. `known`: the loaded options of both. */
export function manyOptions(
  chosen: readonly string[],
  known: readonly (SelectOption | undefined)[],
  unknown: string,
): SelectOption[] {
  const options = new Map<string, SelectOption>();
  for (const option of known) if (option) options.set(option.value, option);
  for (const id of chosen) if (!options.has(id)) options.set(id, { value: id, label: unknown });
  return [...options.values()];
}
