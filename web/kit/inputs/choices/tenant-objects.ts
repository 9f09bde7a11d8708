import { getExtension, listExtensions } from '../../../../src/extensions/endpoints.ts';
import type { ReferenceKind } from '../../../../src/flows/content/rules.ts';
import { getFlow, listFlows } from '../../../../src/flows/endpoints.ts';
import { getGroup, listGroups } from '../../../../src/groups/endpoints.ts';
import type { Media } from '../../../../src/media/contract.ts';
import { getMedia, listMedia } from '../../../../src/media/endpoints.ts';
import { getNumberList, listNumberLists } from '../../../../src/number-lists/endpoints.ts';
import { getSchedule, listSchedules } from '../../../../src/schedules/endpoints.ts';
import { getMailbox, listMailboxes } from '../../../../src/voicemail/endpoints.ts';
import { apiQuery } from '../../session/queries.ts';
import type { Findable } from './found-options.ts';

/** What a tenant's objects show of themselves. */
export type TenantObject = { id: string; name: string; number?: string | null };

/** "500 Main number"; not all have a number. */
export const labelOf = ({ number, name }: Pick<TenantObject, 'number' | 'name'>): string =>
  number ? `${number} ${name}` : name;

/** How many options a search shows. */
export const MAX_SHOWN = 50;
const page = (tenantId: string, search: string) => ({ params: { tenantId }, query: { search, limit: MAX_SHOWN } });

/** How to find the objects of a tenant, by kind. */
export const TENANT_OBJECTS = {
  extension: (tenantId: string) => ({
    one: (extId: string) => apiQuery(getExtension, { params: { tenantId, extId } }),
    list: (search: string) => apiQuery(listExtensions, page(tenantId, search)),
    labelOf,
  }),
  group: (tenantId: string) => ({
    one: (groupId: string) => apiQuery(getGroup, { params: { tenantId, groupId } }),
    list: (search: string) => apiQuery(listGroups, page(tenantId, search)),
    labelOf,
  }),
  mailbox: (tenantId: string) => ({
    one: (mailboxId: string) => apiQuery(getMailbox, { params: { tenantId, mailboxId } }),
    list: (search: string) => apiQuery(listMailboxes, page(tenantId, search)),
    labelOf,
  }),
  flow: (tenantId: string) => ({
    one: (flowId: string) => apiQuery(getFlow, { params: { tenantId, flowId } }),
    list: (search: string) => apiQuery(listFlows, page(tenantId, search)),
    labelOf,
  }),
  media: (tenantId: string) => ({
    one: (mediaId: string) => apiQuery(getMedia, { params: { tenantId, mediaId } }),
    list: (search: string) => apiQuery(listMedia, page(tenantId, search)),
    labelOf,
  }),
  schedule: (tenantId: string) => ({
    one: (scheduleId: string) => apiQuery(getSchedule, { params: { tenantId, scheduleId } }),
    list: (search: string) => apiQuery(listSchedules, page(tenantId, search)),
    labelOf,
  }),
  list: (tenantId: string) => ({
    one: (numberListId: string) => apiQuery(getNumberList, { params: { tenantId, numberListId } }),
    list: (search: string) => apiQuery(listNumberLists, page(tenantId, search)),
    labelOf,
  }),
} as const satisfies Record<ReferenceKind, (tenantId: string) => Findable<TenantObject>>;

/** The sounds that can be played. */
export const playableSounds = (tenantId: string) => ({
  ...TENANT_OBJECTS.media(tenantId),
  isOffered: ({ hash }: Pick<Media, 'hash'>) => hash !== null,
});

/** The flows that calls can be sent to. */
export const publishedFlows = (tenantId: string) => ({
  ...TENANT_OBJECTS.flow(tenantId),
  list: (search: string) =>
    apiQuery(listFlows, { params: { tenantId }, query: { search, published: 'true', limit: MAX_SHOWN } }),
});
