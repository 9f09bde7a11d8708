import type { PlatformTables } from './tables.ts';

/**
 * The tables as Kysely types. `migrations/` defines them and `schema.sql` shows the result. Each slice declares the tables that it writes in
 * its `tables.ts`, and `src/tables.ts` adds them here, so that the platform does not depend on the slices.
 */
export interface Database extends PlatformTables {}
