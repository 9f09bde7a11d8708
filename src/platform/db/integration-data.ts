import { isDeepStrictEqual } from 'node:util';
import { type RawBuilder, sql } from 'kysely';
import type { Actor } from '../http/caller.ts';
import { seesTenant } from '../http/caller.ts';
import { fail, invalidField } from '../http/errors.ts';
import { type IntegrationData, type IntegrationFilter, METADATA_MAX } from '../values/integration-data.ts';
import type { Tx } from './db.ts';
import { lockByName } from './named-locks.ts';
import type { PlatformTables } from './tables.ts';

export type IntegrationNoun = PlatformTables['integration_data']['noun']['__select__'];

/** The object that the data belongs to. `tenantId`: null for the partner's own objects, such as its team. */
export type IntegrationObject = { noun: IntegrationNoun; id: string; partnerId: string; tenantId: string | null };

/**
 * A column with the integration data of each row. Null if there is none, and for a tenant's own users. `id`: the row's
 * id.
 */
export const integrationDataOf = (id: RawBuilder<unknown>): RawBuilder<IntegrationData | null> =>
  sql<IntegrationData | null>`(select jsonb_build_object('externalId', i.external_id, 'metadata', i.metadata)
    from integration_data i where i.object_id = ${id})`;

/** Whether the list is filtered by integration data. */
export const isFiltered = ({ externalId, metadata }: IntegrationFilter): boolean =>
  externalId !== undefined || metadata !== undefined;

/** The condition of a list that is filtered by integration data. */
export function hasIntegrationData(
  noun: IntegrationNoun,
  id: RawBuilder<unknown>,
  { externalId, metadata }: IntegrationFilter,
): RawBuilder<boolean> {
  const conditions = [
    sql`i.noun = ${noun}`,
    ...(externalId === undefined ? [] : [sql`i.external_id = ${externalId}`]),
    ...(metadata === undefined ? [] : [hasKey(metadata)]),
  ];
  if (conditions.length === 1) return sql<boolean>`true`;
  return sql<boolean>`${id} in (select i.object_id from integration_data i where ${sql.join(conditions, sql` and `)})`;
}

const hasKey = ({ key, value }: NonNullable<IntegrationFilter['metadata']>) =>
  value === null ? sql`i.metadata ? ${key}` : sql`i.metadata ->> ${key} = ${value}`;

/** Saves the integration data of an object. Codes: `external_id_taken`, `invalid` (too many keys). */
export async function saveIntegrationData(
  tx: Tx,
  by: Actor,
  object: IntegrationObject,
  { before, after: { externalId, metadata } }: { before: IntegrationData; after: IntegrationData },
): Promise<void> {
  if (externalId === before.externalId && isDeepStrictEqual(metadata, before.metadata)) return;
  if (Object.keys(metadata).length > METADATA_MAX.keys)
    throw invalidField(
      'metadata',
      `Use at most ${METADATA_MAX.keys} keys. Remove some first.`,
      'There are too many keys.',
    );
  if (externalId !== null && externalId !== before.externalId) await requireFreeId(tx, by, object, externalId);
  await write(tx, object, { externalId, metadata });
}

async function requireFreeId(tx: Tx, by: Actor, object: IntegrationObject, externalId: string): Promise<void> {
  const held = (await idsInUse(tx, object, [externalId])).get(externalId);
  if (!held || held.id === object.id) return;
  const holder = seesTenant(by, held.tenantId) ? held : null;
  throw fail('external_id_taken', `This externalId already belongs to another ${WORDS[object.noun]}.`, {
    extra: { holder },
    errors: [{ path: 'externalId', message: 'In use already.' }],
  });
}

const WORDS: Record<IntegrationNoun, string> = {
  tenant: 'tenant',
  extension: 'extension',
  user: 'user',
  did: 'phone number',
};

/**
 * Finds the objects of a kind that already have these external ids, by external id; only sandboxes' if the tenant is
 * one. Until this transaction ends, nobody else can take one of the ids.
 */
export async function idsInUse(
  tx: Tx,
  { noun, partnerId, tenantId = null }: Pick<IntegrationObject, 'noun' | 'partnerId'> & { tenantId?: string | null },
  externalIds: readonly string[],
): Promise<Map<string, { id: string; tenantId: string | null }>> {
  if (externalIds.length === 0) return new Map();
  await lockByName(tx, `external ids: ${noun} of ${partnerId}`);
  const rows = await tx
    .selectFrom('integration_data')
    .select(['external_id', 'object_id', 'tenant_id'])
    .where('partner_id', '=', partnerId)
    .where('noun', '=', noun)
    .where('external_id', 'in', externalIds)
    .where('sandbox', '=', sql<boolean>`exists (select from sandboxes s where s.tenant_id = ${tenantId}::uuid)`)
    .execute();
  return new Map(rows.map((row) => [row.external_id ?? '', { id: row.object_id, tenantId: row.tenant_id }]));
}

async function write(tx: Tx, object: IntegrationObject, { externalId, metadata }: IntegrationData): Promise<void> {
  const values = { tenant_id: object.tenantId, external_id: externalId, metadata: JSON.stringify(metadata) };
  await tx
    .insertInto('integration_data')
    .values({ object_id: object.id, noun: object.noun, partner_id: object.partnerId, ...values })
    .onConflict((conflict) => conflict.column('object_id').doUpdateSet(values))
    .execute();
}

/** Saves the external ids of a partner's new numbers, by the number's id. The external ids must be free. */
export async function addExternalIds(tx: Tx, partnerId: string, ids: ReadonlyMap<string, string>): Promise<void> {
  if (ids.size === 0) return;
  const rows = [...ids].map(([object_id, external_id]) => ({
    object_id,
    noun: 'did' as const,
    partner_id: partnerId,
    external_id,
    metadata: '{}',
  }));
  await tx.insertInto('integration_data').values(rows).execute();
}
