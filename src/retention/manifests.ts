import { z } from 'zod';
import { TARGET_KINDS } from '../destinations/contract.ts';
import type { Tx } from '../platform/db/db.ts';
import { onePage } from '../platform/http/paging.ts';
import { StoredAddress } from '../platform/values/address.ts';
import { newId } from '../platform/values/ids.ts';
import { TenantStatus } from '../status/contract.ts';
import type { Manifest } from './contract.ts';
import * as sql from './manifests-sql.ts';

/** A number's routing as stored in a manifest. It may predate today's validation of numbers. */
const StoredRouting = z.union([
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.enum(TARGET_KINDS), id: z.string() }),
  z.object({ kind: z.literal('external'), number: z.string() }),
  // the form of older releases, in which numbers led only to extensions
  z
    .object({ kind: z.literal('extension'), extensionId: z.string() })
    .transform(({ kind, extensionId }) => ({ kind, id: extensionId })),
]);

/**
 * What a cancellation did. A tenant's numbers can be restored only from here, so the manifest has a version. Manifests of older releases
 * without one are version 1.
 */
const DeletionManifest = z.object({
  version: z.literal(1).default(1),
  cancelledAt: z.iso.datetime(),
  purgeAt: z.iso.datetime(),
  statusBefore: TenantStatus,
  registeredPhones: z.number(),
  liveCalls: z.number(),
  extensions: z.array(z.string()),
  numbers: z.array(
    z.object({
      didId: z.string(),
      number: z.string(),
      routing: StoredRouting,
      e911Address: StoredAddress.nullable().default(null),
      /** the extensions that had the number as their caller ID */
      callerIdOf: z.array(z.string()),
    }),
  ),
  users: z.number(),
});
export type DeletionManifest = Omit<z.output<typeof DeletionManifest>, 'version'>;
export type DeletedNumber = DeletionManifest['numbers'][number];

/** Call it in the transaction that cancels the tenant. */
export async function recordDeletion(tx: Tx, tenantId: string, deletion: DeletionManifest): Promise<void> {
  const content: z.output<typeof DeletionManifest> = { version: 1, ...deletion };
  await sql.insertManifest(tx, { id: newId(), tenantId, kind: 'deletion', content });
}

/** The numbers that the tenant had when it was last cancelled. */
export async function deletedNumbers(tx: Tx, tenantId: string): Promise<DeletedNumber[]> {
  const manifest = await sql.lastDeletion(tx, tenantId);
  return manifest ? DeletionManifest.pick({ version: true, numbers: true }).parse(manifest.content).numbers : [];
}

export async function listManifests(tx: Tx, id: string) {
  const rows = await sql.listManifests(tx, id);
  const items = rows.map((row): z.infer<typeof Manifest> => ({
    id: row.id,
    kind: row.kind,
    content: row.content,
    createdAt: row.created_at.toISOString(),
  }));
  return onePage(items);
}
