import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Target } from '../../../../src/destinations/contract.ts';
import { getFlow, listFlows } from '../../../../src/flows/endpoints.ts';
import { getGroup, listGroups } from '../../../../src/groups/endpoints.ts';
import { listDirectory } from '../../../../src/number-plan/endpoints.ts';
import { getMailbox, listMailboxes } from '../../../../src/voicemail/endpoints.ts';
import type { SelectOption } from '../../../ui/SelectField.tsx';
import { apiQuery } from '../../session/queries.ts';
import { useMay } from '../../session/session.ts';
import { useTenantId } from '../../session/tenant-context.ts';
import { labelOfTarget, optionOf, targetOfOption, targetOption } from './destination-form.ts';
import { extensionsOf } from './extension-options.ts';
import { type Findable, isSearching, type SearchedOptions, useFound } from './found-options.ts';

/** Labels of the options that aren't targets. An omitted one can't be chosen. */
export type FixedOptions = { none?: string; external?: string };

const MAX_SHOWN = 50;

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
  const lists = [
    useTargets(extensionTargets(tenantId), { typed: asked, target, enabled: offers('extension') }),
    useTargets(groupTargets(tenantId), { typed: asked, target, enabled: offers('group') }),
    useTargets(mailboxTargets(tenantId), { typed: asked, target, enabled: offers('mailbox') }),
    useTargets(flowTargets(tenantId), { typed: asked, target, enabled: offers('flow') }),
    useDirectory(asked, target, !seesAll),
  ];
  const other: SelectOption[] = Object.entries(fixed).map(([value, label]) => ({ value, label, group: 'Other' }));
  return {
    options: [...other, ...lists.flatMap(({ options }) => options)],
    searching: lists.some(({ searching }) => searching),
  };
}

const AS_SET = 'As it is set now';

/** For ordinary users, only extensions and groups, and the current target if an admin has chosen another kind. */
function useDirectory(typed: string, target: Target | null, enabled: boolean): SearchedOptions {
  const params = { tenantId: useTenantId() };
  const entries = (search: string) => apiQuery(listDirectory, { params, query: { search, limit: MAX_SHOWN } });
  const all = useQuery({ ...entries(''), enabled });
  const optionsOf = (data: typeof all.data): SelectOption[] =>
    data?.items.map((each) => targetOption(each.kind, 'Directory', each)) ?? [];
  const chosen = target && optionOf(target);
  const chosenLabel = optionsOf(all.data).find(({ value }) => value === chosen)?.label ?? AS_SET;
  const search = chosen !== null && typed === chosenLabel ? '' : typed.trim();
  const found = useQuery({ ...entries(search), placeholderData: keepPreviousData, enabled });
  const options = optionsOf(found.data);
  const searching = isSearching(found);
  if (chosen === null || !enabled || options.some(({ value }) => value === chosen)) return { options, searching };
  return { options: [{ value: chosen, label: chosenLabel, group: 'Directory' }, ...options], searching };
}

/** What a target shows of itself. */
type Named = { id: string; number: string | null; name: string };

/** How to find the targets of one kind. `shownAs`: what an option shows of an item. */
type Source<Item> = Omit<Findable<Item>, 'labelOf'> & {
  kind: Target['kind'];
  heading: string;
  shownAs: (item: Item) => Named;
};

function useTargets<Item extends { id: string }>(
  { kind, heading, shownAs, ...from }: Source<Item>,
  { typed, target, enabled }: { typed: string; target: Target | null; enabled: boolean },
): SearchedOptions {
  const findable = { ...from, labelOf: (item: Item) => labelOfTarget(shownAs(item)) };
  const { items, searching } = useFound(findable, typed, target?.kind === kind ? target.id : null, enabled);
  return { options: items.map((item) => targetOption(kind, heading, shownAs(item))), searching };
}

const itself = <Item>(item: Item): Item => item;

const extensionTargets = (tenantId: string) => ({
  ...extensionsOf(tenantId),
  kind: 'extension' as const,
  heading: 'Extensions',
  shownAs: itself,
});

const groupTargets = (tenantId: string) => ({
  kind: 'group' as const,
  heading: 'Groups',
  one: (groupId: string) => apiQuery(getGroup, { params: { tenantId, groupId } }),
  list: (search: string) => apiQuery(listGroups, { params: { tenantId }, query: { search, limit: MAX_SHOWN } }),
  shownAs: itself,
});

const mailboxTargets = (tenantId: string) => ({
  kind: 'mailbox' as const,
  heading: 'Mailboxes',
  one: (mailboxId: string) => apiQuery(getMailbox, { params: { tenantId, mailboxId } }),
  list: (search: string) => apiQuery(listMailboxes, { params: { tenantId }, query: { search, limit: MAX_SHOWN } }),
  // an extension and its mailbox have the same number and name
  shownAs: ({ id, number, name }: Named): Named => ({ id, number, name: `${name} (mailbox)` }),
});

const flowTargets = (tenantId: string) => ({
  kind: 'flow' as const,
  heading: 'Call flows',
  one: (flowId: string) => apiQuery(getFlow, { params: { tenantId, flowId } }),
  list: (search: string) =>
    apiQuery(listFlows, { params: { tenantId }, query: { search, published: 'true', limit: MAX_SHOWN } }),
  shownAs: itself,
});
