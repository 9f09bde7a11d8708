import { type RawBuilder, sql } from 'kysely';
import { fail } from '../http/errors.ts';
import type { Cursor } from '../http/paging.ts';

/** How a cursor's text is read before the database compares it. */
const READABLE = {
  text: () => true,
  integer: (key: string) => /^-?\d{1,9}$/.test(key),
  timestamptz: (key: string) => /^[12]\d{3}-/.test(key) && isInstant(key),
} as const satisfies Record<string, (key: string) => boolean>;

/** As we write them: `2026-02-30T00:00:00.000Z`, which `Date` reads and the database does not, is none. */
function isInstant(text: string): boolean {
  const at = new Date(text);
  return !Number.isNaN(at.getTime()) && at.toISOString() === text;
}

/** A column that a list can be sorted by: its expression (never null), its type, and the text of a row's value. */
export type SortColumn<Row> = {
  by: RawBuilder<unknown>;
  type: keyof typeof READABLE;
  of: (row: Row) => string;
};

/** The rows after a cursor, in order, ties by id: `where ${rows} order by ${order}`. A cursor of another sort is refused. */
export function keyset(
  { by, type }: Omit<SortColumn<never>, 'of'>,
  descending: boolean,
  after: Cursor | null,
  id: RawBuilder<unknown>,
): { rows: RawBuilder<boolean>; order: RawBuilder<unknown> } {
  const direction = descending ? sql`desc` : sql`asc`;
  const order = sql`${by} ${direction}, ${id} ${direction}`;
  if (after === null) return { rows: sql<boolean>`true`, order };
  if (!READABLE[type](after.key)) {
    throw fail('invalid', 'This cursor belongs to another list.', {
      errors: [{ path: 'cursor', message: 'Start again from the first page.' }],
    });
  }
  const beyond = descending ? sql`<` : sql`>`;
  return { rows: sql<boolean>`(${by}, ${id}) ${beyond} (${after.key}::${sql.raw(type)}, ${after.id}::uuid)`, order };
}
