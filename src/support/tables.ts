import type { Generated } from 'kysely';
import type { Immutable } from '../platform/db/columns.ts';

/** The tables that this slice writes. */
export interface SupportTables {
  support_contacts: SupportContacts;
}

type SupportContacts = { partner_id: Immutable<string>; email: string; phone: string; version: Generated<number> };
