import { BEFORE_ALL_IDS } from '../values/ids.ts';

/** A page of a long list, and where the next one begins; null after the last. */
export type PageAt<Item, Place> = { items: Item[]; next: Place | null };

/** Yields page after page until none follows. `read` opens a transaction for each, so that a slow reader holds no connection. */
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

/** The same of a list as the API gives it, `limit` items a page. */
export const eachCursor = <Item>(
  limit: number,
  list: (page: { limit: number; cursor?: string }) => Promise<{ items: Item[]; nextCursor: string | null }>,
): AsyncGenerator<Item[]> =>
  eachPage<Item, string>(async (cursor) => {
    const { items, nextCursor } = await list({ limit, ...(cursor !== null && { cursor }) });
    return { items, next: nextCursor };
  });

/** The same of rows that `list` reads in the order of their ids, at most `limit` at a time. */
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

/** Each page with its items made into something else. */
export async function* mapPages<Item, Made>(
  pages: AsyncIterable<Item[]>,
  toMade: (item: Item) => Made,
): AsyncGenerator<Made[]> {
  for await (const items of pages) yield items.map(toMade);
}
