import {
  keepPreviousData,
  useQueries,
  useQuery,
  type UseQueryOptions,
  type UseQueryResult,
} from '@tanstack/react-query';
import type { SelectOption } from '../../../ui/SelectField.tsx';

type Cached<Response> = Pick<UseQueryOptions<Response, Error, Response, string[]>, 'queryKey' | 'queryFn'>;

/** The properties of a select that searches on the server. */
export type SearchedOptions = { options: SelectOption[]; searching: boolean };

type Search = Pick<UseQueryResult, 'isLoading' | 'isPlaceholderData'>;

/** Whether what is shown isn't the result of this search yet, but nothing, or that of the search before. */
export const isSearching = ({ isLoading, isPlaceholderData }: Search): boolean => isLoading || isPlaceholderData;

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
): SearchedOptions => {
  const { items, searching } = useFound(from, typed, chosen);
  return { options: items.map((item) => ({ value: item.id, label: from.labelOf(item) })), searching };
};

/** Like `useFoundOptions`, but returns the items. */
export function useFound<Item extends { id: string }>(
  { one, list, labelOf }: Findable<Item>,
  typed: string,
  chosenId: string | null,
  enabled = true,
): { items: readonly Item[]; searching: boolean } {
  const { data } = useQuery({ ...one(chosenId ?? ''), enabled: enabled && chosenId !== null });
  const chosen = chosenId === null ? undefined : data;
  // the search box also contains the text of the chosen option, which isn't a search
  const search = chosen && typed === labelOf(chosen) ? '' : typed.trim();
  const query = useQuery({ ...list(search), placeholderData: keepPreviousData, enabled });
  const found = query.data?.items ?? [];
  const items = chosen && !found.some(({ id }) => id === chosen.id) ? [chosen, ...found] : found;
  return { items, searching: isSearching(query) };
}

/** Like `useFoundOptions`, for choosing several. Items that aren't loaded or were deleted are labelled `unknown`. */
export function useManyOptions<Item extends { id: string }>(
  { one, list, labelOf }: Findable<Item>,
  typed: string,
  chosen: readonly string[],
  unknown: string,
): SearchedOptions {
  const named = useQueries({ queries: chosen.map(one) });
  const query = useQuery({ ...list(typed.trim()), placeholderData: keepPreviousData });
  const found = query.data?.items ?? [];
  const known = [...named.map(({ data }) => data), ...found];
  const labelled = known.map((item) => item && { value: item.id, label: labelOf(item) });
  return { options: manyOptions(chosen, labelled, unknown), searching: isSearching(query) };
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
