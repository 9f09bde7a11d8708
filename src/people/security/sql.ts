import { sql } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';

const ofPartner = (partnerId: string | null) => sql<boolean>`partner_id is not distinct from ${partnerId}::uuid`;

export function readSecurity(tx: Tx, partnerId: string | null) {
  return tx
    .selectFrom('security_settings')
    .select(['require_second_factor', 'version'])
    .where(ofPartner(partnerId))
    .executeTakeFirst();
}

export function saveSecurity(tx: Tx, partnerId: string | null, required: boolean) {
  return tx
    .insertInto('security_settings')
    .values({ partner_id: partnerId, require_second_factor: required })
    .onConflict((conflict) =>
      conflict.column('partner_id').doUpdateSet({
        require_second_factor: required,
        version: sql<number>`security_settings.version + 1`,
      }),
    )
    .returning(['require_second_factor', 'version'])
    .executeTakeFirstOrThrow();
}
