import type { SelectOption } from '../ui/SelectField.tsx';

/**
 * The options of a choice of several that is searched on the server, where there may be thousands: what is chosen, then what was found. `known` are the
 * options of both, as far as they are loaded; a chosen one that is not, or is not there any more, is shown as `unknown`.
 */
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
