import { BEFORE_ALL_IDS } from '../values/ids.ts';

/** A page of a long list. `next`: where the next page begins, or null after the last. */
export type PageAt<Item, Place> = { items: Item[]; next: Place | null };

/** Yields all pages. `read` opens a transaction for each, so that a slow reader holds no connection. */
export async function* eachPage<Item, Place>(
  read: (after: Place | null) => Promise<PageAt<Item, Place>>,
): AsyncGenerator<Item[]> {
  let after: Place | null = null;
  do {
    const page: PageAt<Item, Place> = await read(after);
    yield page.items;
    after = page.next;
  } while (after !== null);
}

/** The same for a list with cursors, as in the API, with `limit` items per page. */
export const eachCursor = <Item>(
  limit: number,
  list: (page: { limit: number; cursor?: string }) => Promise<{ items: Item[]; nextCursor: string | null }>,
): AsyncGenerator<Item[]> =>
  eachPage<Item, string>(async (cursor) => {
    const { items, nextCursor } = await list({ limit, ...(cursor !== null && { cursor }) });
    return { items, next: nextCursor };
  });

/** The same for rows that `list` reads in the order of their ids, at most `limit` at a time. */
export const eachById = <Row>(
  limit: number,
  list: (after: string, limit: number) => Promise<Row[]>,
  idOf: (row: Row) => string,
): AsyncGenerator<Row[]> =>
  eachPage<Row, string>(async (after) => {
    const items = await list(after ?? BEFORE_ALL_IDS, limit);
    const last = items.at(-1);
    return { items, next: last !== undefined && items.length === limit ? idOf(last) : null };
  });

/** Converts the items of each page. */
export async function* mapPages<Item, Made>(
  pages: AsyncIterable<Item[]>,
  toMade: (item: Item) => Made,
): AsyncGenerator<Made[]> {
  for await (const items of pages) yield items.map(toMade);
}
