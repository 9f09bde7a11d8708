import type { ColumnType } from 'kysely';

/** Set once at insertion; the database refuses an update. */
export type Immutable<T> = ColumnType<T, T, never>;
export type ImmutableDefault<T> = ColumnType<T, T | undefined, never>;
