import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { getExtension, listExtensions } from '../../src/extensions/endpoints.ts';
import type { FlowContent } from '../../src/flows/content/graph-contract.ts';
import { referencesOf } from '../../src/flows/content/references.ts';
import type { ReferenceKind } from '../../src/flows/content/rules.ts';
import { getFlow, listFlows } from '../../src/flows/endpoints.ts';
import { isOwned } from '../../src/flows/validation/existing.ts';
import { getGroup, listGroups } from '../../src/groups/endpoints.ts';
import { getMedia, listMedia } from '../../src/media/endpoints.ts';
import { getNumberList, listNumberLists } from '../../src/number-lists/endpoints.ts';
import { getSchedule, listSchedules } from '../../src/schedules/endpoints.ts';
import { getMailbox, listMailboxes } from '../../src/voicemail/endpoints.ts';
import { isSearching, type SearchedOptions } from '../kit/inputs/choices/found-options.ts';
import { ApiError } from '../kit/session/api.ts';
import { call } from '../kit/session/call.ts';
import { useTenantId } from '../kit/session/tenant-context.ts';
import type { Names } from './words.ts';

type Item = { id: string; name: string; number?: string | null };
type Source = {
  list: (tenantId: string, search: string) => Promise<{ items: readonly Item[] }>;
  one: (tenantId: string, id: string) => Promise<Item>;
  /** The tenant's page where such an object is created. */
  page: string;
};

const MAX_SHOWN = 50;
const listInput = (tenantId: string, search: string) => ({
  params: { tenantId },
  query: { search, limit: MAX_SHOWN },
});

/** How the designer finds the objects that nodes refer to. */
const SOURCES: Readonly<Record<ReferenceKind, Source>> = {
  extension: {
    list: (tenantId, search) => call(listExtensions, listInput(tenantId, search)),
    one: (tenantId, extId) => call(getExtension, { params: { tenantId, extId } }),
    page: 'extensions',
  },
  group: {
    list: (tenantId, search) => call(listGroups, listInput(tenantId, search)),
    one: (tenantId, groupId) => call(getGroup, { params: { tenantId, groupId } }),
    page: 'groups',
  },
  mailbox: {
    list: (tenantId, search) => call(listMailboxes, listInput(tenantId, search)),
    one: (tenantId, mailboxId) => call(getMailbox, { params: { tenantId, mailboxId } }),
    page: 'mailboxes',
  },
  media: {
    list: (tenantId, search) => call(listMedia, listInput(tenantId, search)),
    one: (tenantId, mediaId) => call(getMedia, { params: { tenantId, mediaId } }),
    page: 'media',
  },
  schedule: {
    list: (tenantId, search) => call(listSchedules, listInput(tenantId, search)),
    one: (tenantId, scheduleId) => call(getSchedule, { params: { tenantId, scheduleId } }),
    page: 'schedules?dialog=create-schedule',
  },
  list: {
    list: (tenantId, search) => call(listNumberLists, listInput(tenantId, search)),
    one: (tenantId, numberListId) => call(getNumberList, { params: { tenantId, numberListId } }),
    page: 'number-lists?dialog=create-list',
  },
  flow: {
    list: (tenantId, search) => call(listFlows, listInput(tenantId, search)),
    one: (tenantId, flowId) => call(getFlow, { params: { tenantId, flowId } }),
    page: 'flows',
  },
};

const labelOf = ({ number, name }: Item): string => (number ? `${number} ${name}` : name);

const oneQuery = (tenantId: string, kind: ReferenceKind, id: string) => ({
  queryKey: ['api', 'flow-reference', tenantId, kind, id],
  queryFn: () => SOURCES[kind].one(tenantId, id),
  // no retry for a deleted object
  retry: (count: number, error: unknown) => !(error instanceof ApiError && error.status === 404) && count < 2,
});

/** The objects that match the typed text, always including the chosen one. */
export function useReferenceOptions(
  tenantId: string,
  kind: ReferenceKind,
  typed: string,
  chosen: string | null,
): SearchedOptions {
  const one = useQuery({ ...oneQuery(tenantId, kind, chosen ?? ''), enabled: chosen !== null });
  const label = chosen !== null && one.data ? labelOf(one.data) : null;
  // the search box also contains the text of the chosen option, which isn't a search
  const search = typed === label ? '' : typed.trim();
  const found = useQuery({
    queryKey: ['api', 'flow-references', tenantId, kind, search],
    queryFn: () => SOURCES[kind].list(tenantId, search),
    placeholderData: keepPreviousData,
  });
  const options = found.data?.items.map((item) => ({ value: item.id, label: labelOf(item) })) ?? [];
  const searching = isSearching(found);
  if (chosen === null || options.some(({ value }) => value === chosen)) return { options, searching };
  return { options: [{ value: chosen, label: label ?? (one.error ? 'Not found' : '…') }, ...options], searching };
}

/** The path of the page where an object of this kind is created. */
export const referencePage = (tenantId: string, kind: ReferenceKind): string =>
  `/tenants/${tenantId}/${SOURCES[kind].page}`;

/** Objects of a kind that match a text. */
export const findReferences = (tenantId: string, kind: ReferenceKind, search: string) =>
  SOURCES[kind].list(tenantId, search);

/** The names of the objects that a flow refers to. */
export function useReferenceNames(content: FlowContent): Names {
  const tenantId = useTenantId();
  const wanted = new Map<string, ReferenceKind>();
  for (const { kind, value } of referencesOf(content)) if (isOwned(kind)) wanted.set(value, kind);
  return useQueries({
    queries: [...wanted].map(([id, kind]) => oneQuery(tenantId, kind, id)),
    combine: namesOf,
  });
}

/** Defined outside the hook, so that equal results give the same map. */
const namesOf = (answers: readonly { data: Item | undefined }[]): Names =>
  new Map(answers.flatMap(({ data }) => (data ? [[data.id, labelOf(data)] as const] : [])));
