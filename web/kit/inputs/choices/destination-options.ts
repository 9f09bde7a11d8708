import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Target } from '../../../../src/destinations/contract.ts';
import { listDirectory } from '../../../../src/number-plan/endpoints.ts';
import type { SelectOption } from '../../../ui/SelectField.tsx';
import { apiQuery } from '../../session/queries.ts';
import { useMay } from '../../session/session.ts';
import { useTenantId } from '../../session/tenant-context.ts';
import { optionOf, targetOfOption } from './destination-form.ts';
import {
  type Findable,
  isSearching,
  searchOf,
  type SearchedOptions,
  useFoundOptions,
  withChosen,
} from './found-options.ts';
import { labelOf, MAX_SHOWN, publishedFlows, TENANT_OBJECTS } from './tenant-objects.ts';

/** Labels of the options that aren't targets. An omitted one can't be chosen. */
export type FixedOptions = { none?: string; external?: string };

/**
 * The options for a destination: the tenant's extensions, groups, mailboxes and published flows, found on the server. Always includes the chosen
 * option.
 */
export function useDestinationOptions(
  { typed, chosen }: { typed: string; chosen: string },
  { kinds, fixed }: { kinds: readonly Target['kind'][]; fixed: FixedOptions },
): SearchedOptions {
  const target = targetOfOption(chosen);
  // the search box also contains the label of a fixed option, which isn't a search
  const asked = Object.values(fixed).includes(typed) ? '' : typed;
  const seesAll = useMay('extensions.read');
  const offers = (kind: Target['kind']) => seesAll && kinds.includes(kind);
  const tenantId = useTenantId();
  const mailboxes = TENANT_OBJECTS.mailbox(tenantId);
  const search = (kind: Target['kind']) => ({ kind, typed: asked, target, enabled: offers(kind) });
  const lists = [
    useTargets('Extensions', TENANT_OBJECTS.extension(tenantId), search('extension')),
    useTargets('Groups', TENANT_OBJECTS.group(tenantId), search('group')),
    // an extension and its mailbox have the same number and name
    useTargets('Mailboxes', { ...mailboxes, labelOf: (one) => `${labelOf(one)} (mailbox)` }, search('mailbox')),
    useTargets('Call flows', publishedFlows(tenantId), search('flow')),
    useDirectory(asked, target, !seesAll),
  ];
  const other: SelectOption[] = Object.entries(fixed).map(([value, label]) => ({ value, label, group: 'Other' }));
  return {
    options: [...other, ...lists.flatMap(({ options }) => options)],
    searching: lists.some(({ searching }) => searching),
  };
}

type TargetSearch = { kind: Target['kind']; typed: string; target: Target | null; enabled: boolean };

/** The targets of one kind. */
function useTargets<Item extends { id: string }>(
  group: string,
  from: Findable<Item>,
  { kind, typed, target, enabled }: TargetSearch,
): SearchedOptions {
  const { options, searching } = useFoundOptions(from, typed, target?.kind === kind ? target.id : null, enabled);
  return {
    options: options.map(({ value: id, label }) => ({ value: optionOf({ kind, id }), label, group })),
    searching,
  };
}

/** For ordinary users, only extensions and groups, and the current target if an admin has chosen another kind. */
function useDirectory(typed: string, target: Target | null, enabled: boolean): SearchedOptions {
  const params = { tenantId: useTenantId() };
  const group = 'Directory';
  const entries = (search: string) => apiQuery(listDirectory, { params, query: { search, limit: MAX_SHOWN } });
  const all = useQuery({ ...entries(''), enabled });
  const optionsOf = (data: typeof all.data): SelectOption[] =>
    data?.items.map((each) => ({ value: optionOf(each), label: labelOf(each), group })) ?? [];
  const value = enabled && target ? optionOf(target) : null;
  const known = optionsOf(all.data).find((each) => each.value === value);
  const chosen = value === null ? null : (known ?? { value, label: 'As it is set now', group });
  const found = useQuery({ ...entries(searchOf(typed, chosen)), placeholderData: keepPreviousData, enabled });
  return { options: withChosen(chosen, optionsOf(found.data)), searching: isSearching(found) };
}
