import { z } from 'zod';
import { fail } from './errors.ts';
import { cursor } from '../values/values.ts';

/** How many rows a page holds when nobody says otherwise. */
export const DEFAULT_PAGE_SIZE = 50;

/** What every list takes: `?limit=&cursor=&sort=name` or `sort=-name`. */
export function listQuery<const Sort extends string>(sorts: readonly [Sort, ...Sort[]], initial: Sort | `-${Sort}`) {
  const orders = sorts.flatMap((name) => [name, `-${name}` as const]);
  return z.object({
    limit: z.coerce.number().int().min(1).max(200).default(DEFAULT_PAGE_SIZE),
    cursor: cursor().optional(),
    sort: z.enum(orders as [Sort | `-${Sort}`, ...(Sort | `-${Sort}`)[]]).default(initial as never),
  });
}

/** What every list answers. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable(), total: z.number().int() });
}

/** A place in a sorted list: the sort key and the id of the last row shown. It stays right while rows come and go. */
export type Cursor = { key: string; id: string };

const CursorShape = z.tuple([z.string().refine((key) => !key.includes('\u0000')), z.uuid()]);

export function readCursor(text: string | undefined): Cursor | null {
  if (text === undefined) return null;
  try {
    const [key, id] = CursorShape.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return { key, id };
  } catch {
    throw fail('invalid', 'This cursor is not one of ours.', {
      errors: [{ path: 'cursor', message: 'Start again from the first page.' }],
    });
  }
}

export function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify([cursor.key, cursor.id])).toString('base64url');
}

/** `-name` means descending. */
export function readSort<S extends string>(sort: S | `-${S}`): { by: S; descending: boolean } {
  const descending = sort.startsWith('-');
  return { by: (descending ? sort.slice(1) : sort) as S, descending };
}

/** Cuts `limit + 1` rows to a page: the row too many only says that there is a next page. */
export function toPage<Row, Item>(
  rows: Row[],
  limit: number,
  total: number,
  cursorOf: (row: Row) => Cursor,
  toItem: (row: Row) => Item,
): { items: Item[]; nextCursor: string | null; total: number } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toItem),
    nextCursor: rows.length > limit && last ? writeCursor(cursorOf(last)) : null,
    total,
  };
}
