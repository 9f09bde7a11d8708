import type { PlatformTables } from './tables.ts';

/**
 * The tables as kysely sees them. `migrations/` is the source, `schema.sql` the result. Each slice declares the tables that it writes in its
 * `tables.ts`, and `src/tables.ts` adds them here, so that the platform knows none of them.
 */
export interface Database extends PlatformTables {}
