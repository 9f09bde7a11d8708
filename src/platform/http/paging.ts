import { z } from 'zod';
import { count } from '../values/fields.ts';
import { cursor } from '../values/values.ts';
import { invalidField } from './errors.ts';

/** The default of `limit`. */
export const DEFAULT_PAGE_SIZE = 50;

/** `?limit=` */
export const pageSize = () =>
  z.coerce
    .number()
    .int()
    .min(1)
    .max(200)
    .default(DEFAULT_PAGE_SIZE)
    .meta({ description: 'How many items a page has.' });

/** The query of every list: `?limit=&cursor=&sort=name` or `sort=-name`. */
export function listQuery<const Sort extends string>(sorts: readonly [Sort, ...Sort[]], initial: Sort | `-${Sort}`) {
  const orders = sorts.flatMap((name) => [name, `-${name}` as const]);
  return z.object({
    limit: pageSize(),
    cursor: cursor().optional(),
    sort: z
      .enum(orders)
      // it is one of `sorts`, which the compiler can't infer through the generic type
      .default(initial as never)
      .meta({ description: 'The field to sort by; with `-` before it, from the last to the first.' }),
  });
}

/** The response of every list. The list of a schema with the id `Tenant` is `TenantList` in openapi.json. */
export function listOf<T extends z.ZodType>(
  item: T,
  total: z.ZodInt = count('How many items there are on all pages.', 1),
) {
  const { id } = item.meta() ?? {};
  const list = z.object({
    items: z.array(item).meta({ description: 'The items of this page.' }),
    nextCursor: z
      .string()
      .nullable()
      .meta({ description: 'Send it as `cursor` for the next page. Null on the last page.', examples: [null] }),
    total,
  });
  return id === undefined ? list : list.meta({ id: `${id}List`, description: 'One page of a list.' });
}

/** A position in a sorted list: the sort key and the id of the last row shown. It stays valid while rows are added and deleted. */
export type Cursor = { key: string; id: string };

const CursorShape = z.tuple([z.string().refine((key) => !key.includes('\u0000')), z.uuid()]);

/** `parameter`: the name of the query parameter. */
export function readCursor(text: string | undefined, parameter = 'cursor'): Cursor | null {
  if (text === undefined) return null;
  try {
    const [key, id] = CursorShape.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return { key, id };
  } catch {
    throw invalidField(parameter, 'Start again from the first page.', 'This cursor isn’t valid.');
  }
}

export function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify([cursor.key, cursor.id])).toString('base64url');
}

/** `-name` means descending. */
export function readSort<S extends string>(sort: S | `-${S}`): { by: S; descending: boolean } {
  const descending = sort.startsWith('-');
  // without its sign it is an S, which the compiler can't infer through `slice`
  return { by: (descending ? sort.slice(1) : sort) as S, descending };
}

/** The requested page of a list: a number of rows after a position, in one direction. */
export type Page = { descending: boolean; after: Cursor | null; limit: number };
/** The requested page of a list with several sort orders. */
export type SortedPage<Sort extends string> = Page & { sort: Sort };

/** Reads the requested page from a list's query. Refuses an invalid cursor. */
export function readPage<S extends string>(query: {
  sort: S | `-${S}`;
  cursor?: string | undefined;
  limit: number;
}): SortedPage<S> {
  const { by: sort, descending } = readSort<S>(query.sort);
  return { sort, descending, after: readCursor(query.cursor), limit: query.limit };
}

/** Cuts `limit + 1` rows to a page. The extra row only shows that there is a next page. */
export function cutPage<Row>(
  rows: Row[],
  limit: number,
  cursorOf: (row: Row) => Cursor,
): { items: Row[]; next: Cursor | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? cursorOf(last) : null };
}

/** Makes the response of a list. */
export function toPage<Row, Item>(
  { rows, limit, total }: { rows: Row[]; limit: number; total: number },
  cursorOf: (row: Row) => Cursor,
  toItem: (row: Row) => Item,
): { items: Item[]; nextCursor: string | null; total: number } {
  const { items, next } = cutPage(rows, limit, cursorOf);
  return { items: items.map(toItem), nextCursor: next && writeCursor(next), total };
}

/** The response of a list that is always one page. */
export const onePage = <Item>(items: Item[]): { items: Item[]; nextCursor: null; total: number } => ({
  items,
  nextCursor: null,
  total: items.length,
});
