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
import { useExtensionChoices } from './extension-options.ts';
import { isSearching, type SearchedOptions } from './found-options.ts';

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
  const lists = [
    useExtensions(asked, target, offers('extension')),
    useGroups(asked, target, offers('group')),
    useMailboxes(asked, target, offers('mailbox')),
    useFlows(asked, target, offers('flow')),
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

type Named = { id: string; number: string | null; name: string };

/** The search box also contains the text of the chosen option, which isn't a search. */
const searchFor = (typed: string, chosen: Named | undefined): string =>
  chosen && typed === labelOfTarget(chosen) ? '' : typed.trim();

const withChosen = (found: readonly Named[], chosen: Named | undefined): readonly Named[] =>
  chosen && !found.some(({ id }) => id === chosen.id) ? [chosen, ...found] : found;

function useExtensions(typed: string, target: Target | null, enabled: boolean): SearchedOptions {
  const extId = target?.kind === 'extension' ? target.id : null;
  const { items, searching } = useExtensionChoices(typed, extId, enabled);
  return { options: items.map((each) => targetOption('extension', 'Extensions', each)), searching };
}

function useGroups(typed: string, target: Target | null, enabled: boolean): SearchedOptions {
  const tenantId = useTenantId();
  const groupId = target?.kind === 'group' ? target.id : null;
  const one = useQuery({
    ...apiQuery(getGroup, { params: { tenantId, groupId: groupId ?? '' } }),
    enabled: enabled && groupId !== null,
  });
  const chosen = groupId === null ? undefined : one.data;
  const search = searchFor(typed, chosen);
  const found = useQuery({
    ...apiQuery(listGroups, { params: { tenantId }, query: { search, limit: MAX_SHOWN } }),
    placeholderData: keepPreviousData,
    enabled,
  });
  const options = withChosen(found.data?.items ?? [], chosen).map((each) => targetOption('group', 'Groups', each));
  return { options, searching: isSearching(found) };
}

function useMailboxes(typed: string, target: Target | null, enabled: boolean): SearchedOptions {
  const tenantId = useTenantId();
  const mailboxId = target?.kind === 'mailbox' ? target.id : null;
  const one = useQuery({
    ...apiQuery(getMailbox, { params: { tenantId, mailboxId: mailboxId ?? '' } }),
    enabled: enabled && mailboxId !== null,
  });
  const chosen = mailboxId === null || !one.data ? undefined : asMailbox(one.data);
  const search = searchFor(typed, chosen);
  const found = useQuery({
    ...apiQuery(listMailboxes, { params: { tenantId }, query: { search, limit: MAX_SHOWN } }),
    placeholderData: keepPreviousData,
    enabled,
  });
  const options = withChosen(found.data?.items.map(asMailbox) ?? [], chosen).map((each) =>
    targetOption('mailbox', 'Mailboxes', each),
  );
  return { options, searching: isSearching(found) };
}

function useFlows(typed: string, target: Target | null, enabled: boolean): SearchedOptions {
  const tenantId = useTenantId();
  const flowId = target?.kind === 'flow' ? target.id : null;
  const one = useQuery({
    ...apiQuery(getFlow, { params: { tenantId, flowId: flowId ?? '' } }),
    enabled: enabled && flowId !== null,
  });
  const chosen = flowId === null ? undefined : one.data;
  const search = searchFor(typed, chosen);
  const found = useQuery({
    ...apiQuery(listFlows, { params: { tenantId }, query: { search, published: 'true', limit: MAX_SHOWN } }),
    placeholderData: keepPreviousData,
    enabled,
  });
  const options = withChosen(found.data?.items ?? [], chosen).map((each) => targetOption('flow', 'Call flows', each));
  return { options, searching: isSearching(found) };
}

/** An extension and its mailbox have the same number and name. */
const asMailbox = ({ id, number, name }: Named): Named => ({ id, number, name: `${name} (mailbox)` });
