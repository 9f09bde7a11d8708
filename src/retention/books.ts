import { asNobody, asPartner, type Db } from '../platform/db/db.ts';
import { eachById } from '../platform/db/each-page.ts';
import { recordEvent } from '../platform/db/events.ts';
import { SYSTEM } from '../platform/http/caller.ts';
import * as sql from './sql.ts';

const AT_ONCE = 200;

/**
 * Deletes the books of purged tenants, with the names that they billed, once the partner has kept them for the years of its invoice settings. A tenant's
 * books go at once, and the audit log counts them.
 */
export async function deleteOldBooks(db: Db, now: Date): Promise<void> {
  const pages = eachById(
    AT_ONCE,
    (after, atMost) => asNobody(db, (tx) => sql.tenantsWithOldBooks(tx, now, after, atMost)),
    ({ tenant_id: id }) => id,
  );
  for await (const page of pages)
    for (const { tenant_id: tenantId, partner_id: partnerId } of page)
      await asPartner(db, partnerId, async (tx) => {
        const deleted = await sql.deleteOldBooks(tx, tenantId, now);
        if (!deleted) return;
        const { invoices, credit_notes: creditNotes, payments } = deleted;
        await recordEvent(tx, SYSTEM, {
          action: 'tenant.books_deleted',
          target: { kind: 'tenant', id: tenantId },
          partnerId,
          before: { invoices, creditNotes, payments },
        });
      });
}
