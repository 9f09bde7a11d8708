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
  /** Whether a found item can be chosen; by default all can. */
  isOffered?: (item: Item) => boolean;
};

/** The options of a select that searches on the server, because there may be thousands. Always includes the chosen one. */
export function useFoundOptions<Item extends { id: string }>(
  { one, list, labelOf, isOffered = () => true }: Findable<Item>,
  typed: string,
  chosenId: string | null,
  enabled = true,
): SearchedOptions {
  const optionOf = (item: Item): SelectOption => ({ value: item.id, label: labelOf(item) });
  const { data, error } = useQuery({ ...one(chosenId ?? ''), enabled: enabled && chosenId !== null });
  const known = chosenId !== null && data ? optionOf(data) : null;
  const query = useQuery({ ...list(searchOf(typed, known)), placeholderData: keepPreviousData, enabled });
  const options = query.data?.items.filter(isOffered).map(optionOf) ?? [];
  const chosen = chosenId === null ? null : (known ?? { value: chosenId, label: error ? 'Not found' : '…' });
  return { options: enabled ? withChosen(chosen, options) : options, searching: isSearching(query) };
}

/** The text to search for. The search box also contains the text of the chosen option, which isn't a search. */
export const searchOf = (typed: string, chosen: SelectOption | null): string =>
  typed === chosen?.label ? '' : typed.trim();

/** The chosen option, unless it was found, and what was found. */
export const withChosen = (chosen: SelectOption | null, found: SelectOption[]): SelectOption[] =>
  chosen === null || found.some(({ value }) => value === chosen.value) ? found : [chosen, ...found];

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
