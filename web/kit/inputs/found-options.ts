import { keepPreviousData, useQueries, useQuery, type UseQueryOptions } from '@tanstack/react-query';
import type { SelectOption } from '../../ui/SelectField.tsx';

type Cached<Response> = Pick<UseQueryOptions<Response, Error, Response, string[]>, 'queryKey' | 'queryFn'>;

/** What a choice offers: one of them by its id, those that a search finds on the server, and how each is shown. */
export type Findable<Item> = {
  one: (id: string) => Cached<Item>;
  list: (search: string) => Cached<{ items: Item[] }>;
  labelOf: (item: Item) => string;
};

/** The options of a choice that is searched on the server, where there may be thousands. The chosen one is always among them. */
export const useFoundOptions = <Item extends { id: string }>(
  from: Findable<Item>,
  typed: string,
  chosen: string | null,
): SelectOption[] => useFound(from, typed, chosen).map((item) => ({ value: item.id, label: from.labelOf(item) }));

/** The same as what is offered, not as options. */
export function useFound<Item extends { id: string }>(
  { one, list, labelOf }: Findable<Item>,
  typed: string,
  chosenId: string | null,
  enabled = true,
): readonly Item[] {
  const { data } = useQuery({ ...one(chosenId ?? ''), enabled: enabled && chosenId !== null });
  const chosen = chosenId === null ? undefined : data;
  // the search box also has the text of the chosen option: that is no search
  const search = chosen && typed === labelOf(chosen) ? '' : typed.trim();
  const found = useQuery({ ...list(search), placeholderData: keepPreviousData, enabled }).data?.items ?? [];
  return chosen && !found.some(({ id }) => id === chosen.id) ? [chosen, ...found] : found;
}

/** The same for a choice of several. One that is not loaded, or is not there any more, is shown as `unknown`. */
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

/** What is chosen, then what was found. `known` are the options of both, as far as they are loaded. */
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
