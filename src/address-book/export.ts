import { asTenant, type Db } from '../platform/db/db.ts';
import { eachPage, mapPages } from '../platform/db/each-page.ts';
import { eventsOf, type Owner, recordEvent } from '../platform/db/events.ts';
import type { Cell } from '../platform/escape/csv.ts';
import type { Actor } from '../platform/http/caller.ts';
import { type Cursor, cutPage } from '../platform/http/paging.ts';
import type { NumberKind } from './contract.ts';
import * as sql from './sql.ts';

const PAGE_SIZE = 1000;

/** Records the export, then yields all contacts by name, page by page. */
export async function* exportContacts(db: Db, by: Actor, tenant: Owner): AsyncGenerator<Cell[][]> {
  await asTenant(db, tenant.id, (tx) =>
    recordEvent(tx, by, {
      ...eventOf('contacts.exported', tenant, tenant.id),
    }),
  );
  const pages = eachPage(async (after: Cursor | null) => {
    const list = { search: undefined, sort: 'name', descending: false, after, limit: PAGE_SIZE } as const;
    const rows = await asTenant(db, tenant.id, (tx) => sql.listContacts(tx, list));
    return cutPage(rows, PAGE_SIZE, (row) => ({ key: sql.SORTS.name.of(row), id: row.id }));
  });
  yield* mapPages(pages, toCells);
}

/** In the order of `EXPORT_COLUMNS`. */
function toCells({ id, name, company, numbers, note }: sql.ContactRow): Cell[] {
  const of = (kind: NumberKind): string =>
    numbers
      .filter((one) => one.kind === kind)
      .map(({ number }) => number)
      .join(', ');
  return [name, company, of('work'), of('mobile'), of('home'), of('other'), note, id];
}

const eventOf = eventsOf('tenant');
