import { useQueries } from '@tanstack/react-query';
import type { FlowContent } from '../../src/flows/content/graph-contract.ts';
import { referencesOf } from '../../src/flows/content/references.ts';
import type { ReferenceKind } from '../../src/flows/content/rules.ts';
import { isOwned } from '../../src/flows/validation/existing.ts';
import type { Findable } from '../kit/inputs/choices/found-options.ts';
import { labelOf, TENANT_OBJECTS, type TenantObject } from '../kit/inputs/choices/tenant-objects.ts';
import { useTenantId } from '../kit/session/tenant-context.ts';
import type { Names } from './words.ts';

/** How to find the objects that nodes refer to. */
export const referencesIn = (tenantId: string, kind: ReferenceKind): Findable<TenantObject> =>
  TENANT_OBJECTS[kind](tenantId);

/** The tenant's pages where such objects are created. */
const PAGES: Readonly<Record<ReferenceKind, string>> = {
  extension: 'extensions',
  group: 'groups',
  mailbox: 'mailboxes',
  media: 'media',
  schedule: 'schedules?dialog=create-schedule',
  list: 'number-lists?dialog=create-list',
  flow: 'flows',
};

/** The path of the page where an object of this kind is created. */
export const referencePage = (tenantId: string, kind: ReferenceKind): string => `/tenants/${tenantId}/${PAGES[kind]}`;

/** The names of the objects that a flow refers to. */
export function useReferenceNames(content: FlowContent): Names {
  const tenantId = useTenantId();
  const wanted = new Map<string, ReferenceKind>();
  for (const { kind, value } of referencesOf(content)) if (isOwned(kind)) wanted.set(value, kind);
  return useQueries({
    queries: [...wanted].map(([id, kind]) => referencesIn(tenantId, kind).one(id)),
    combine: namesOf,
  });
}

/** Defined outside the hook, so that equal results give the same map. */
const namesOf = (answers: readonly { data: TenantObject | undefined }[]): Names =>
  new Map(answers.flatMap(({ data }) => (data ? [[data.id, labelOf(data)] as const] : [])));
