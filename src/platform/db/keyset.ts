import { type RawBuilder, sql } from 'kysely';
import { invalidField } from '../http/errors.ts';
import type { Cursor } from '../http/paging.ts';

/** Validates a cursor's value before the database parses it. */
const VALIDATORS = {
  text: () => true,
  integer: (key: string) => /^-?\d{1,9}$/.test(key),
  timestamptz: (key: string) => /^[12]\d{3}-/.test(key) && isInstant(key),
} as const satisfies Record<string, (key: string) => boolean>;

/** Accepts only our own format. `Date` also accepts `2026-02-30T00:00:00.000Z`, which the database refuses. */
function isInstant(text: string): boolean {
  const at = new Date(text);
  return !Number.isNaN(at.getTime()) && at.toISOString() === text;
}

/** A sortable column: its expression (never null), its type, and a row's value as text. */
export type SortColumn<Row> = {
  by: RawBuilder<unknown>;
  type: keyof typeof VALIDATORS;
  of: (row: Row) => string;
};

/** The place of a row in a list sorted by this column. */
export const cursorBy =
  <Row extends { id: string }>({ of }: Pick<SortColumn<Row>, 'of'>) =>
  (row: Row): Cursor => ({ key: of(row), id: row.id });

/** The condition for rows after a cursor, and the order with ties broken by id: `where ${rows} order by ${order}`. Refuses cursors of another sort. */
export function keyset(
  { by, type }: Omit<SortColumn<never>, 'of'>,
  descending: boolean,
  after: Cursor | null,
  id: RawBuilder<unknown>,
): { rows: RawBuilder<boolean>; order: RawBuilder<unknown> } {
  const direction = descending ? sql`desc` : sql`asc`;
  const order = sql`${by} ${direction}, ${id} ${direction}`;
  if (after === null) return { rows: sql<boolean>`true`, order };
  if (!VALIDATORS[type](after.key)) {
    throw invalidField('cursor', 'Start again from the first page.', 'This cursor belongs to another list.');
  }
  const beyond = descending ? sql`<` : sql`>`;
  return { rows: sql<boolean>`(${by}, ${id}) ${beyond} (${after.key}::${sql.raw(type)}, ${after.id}::uuid)`, order };
}
