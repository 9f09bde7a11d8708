import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Target } from '../../src/destinations/contract.ts';
import { getGroup, listGroups } from '../../src/groups/endpoints.ts';
import { getMailbox, listMailboxes } from '../../src/voicemail/endpoints.ts';
import type { SelectOption } from '../ui/SelectField.tsx';
import { targetOfOption, targetOption } from './destination-form.ts';
import { useExtensionChoices } from './extension-options.ts';
import { apiQuery } from './queries.ts';
import { useTenantId } from './tenant-context.ts';

/** The options of a destination that are no target, each by its label; one that is left out can't be chosen. */
export type FixedOptions = { none?: string; external?: string };

const MAX_SHOWN = 50;

/**
 * Where a call can go, for a select that finds the tenant's extensions, groups and mailboxes on the server. `chosen` is the value of the select;
 * it is always among the options.
 */
export function useDestinationOptions(
  { typed, chosen }: { typed: string; chosen: string },
  { kinds, fixed }: { kinds: readonly Target['kind'][]; fixed: FixedOptions },
): SelectOption[] {
  const target = targetOfOption(chosen);
  const lists = [
    useExtensions(typed, target, kinds.includes('extension')),
    useGroups(typed, target, kinds.includes('group')),
    useMailboxes(typed, target, kinds.includes('mailbox')),
  ];
  const other: SelectOption[] = Object.entries(fixed).map(([value, label]) => ({ value, label, group: 'Other' }));
  return [...other, ...lists.flat()];
}

type Named = { id: string; number: string; name: string };

/** The text of the chosen option stands in the search box, too: that is no search. */
const searchFor = (typed: string, chosen: Named | undefined): string =>
  chosen && typed === `${chosen.number} ${chosen.name}` ? '' : typed.trim();

const withChosen = (found: readonly Named[], chosen: Named | undefined): readonly Named[] =>
  chosen && !found.some(({ id }) => id === chosen.id) ? [chosen, ...found] : found;

function useExtensions(typed: string, target: Target | null, enabled: boolean): SelectOption[] {
  const extId = target?.kind === 'extension' ? target.id : null;
  return useExtensionChoices(typed, extId, enabled).map((each) => targetOption('extension', 'Extensions', each));
}

function useGroups(typed: string, target: Target | null, enabled: boolean): SelectOption[] {
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
  return withChosen(found.data?.items ?? [], chosen).map((each) => targetOption('group', 'Groups', each));
}

function useMailboxes(typed: string, target: Target | null, enabled: boolean): SelectOption[] {
  const tenantId = useTenantId();
  const mailboxId = target?.kind === 'mailbox' ? target.id : null;
  const one = useQuery({
    ...apiQuery(getMailbox, { params: { tenantId, mailboxId: mailboxId ?? '' } }),
    enabled: enabled && mailboxId !== null,
  });
  const chosen = mailboxId === null ? undefined : one.data;
  const search = searchFor(typed, chosen);
  const found = useQuery({
    ...apiQuery(listMailboxes, { params: { tenantId }, query: { search, limit: MAX_SHOWN } }),
    placeholderData: keepPreviousData,
    enabled,
  });
  return withChosen(found.data?.items ?? [], chosen).map((each) => targetOption('mailbox', 'Mailboxes', each));
}
