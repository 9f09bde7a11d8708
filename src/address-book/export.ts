import { asTenant, type Db } from '../platform/db/db.ts';
import { type Owner, recordEvent } from '../platform/db/events.ts';
import type { Cell } from '../platform/escape/csv.ts';
import type { Actor } from '../platform/http/caller.ts';
import type { Cursor } from '../platform/http/paging.ts';
import type { NumberKind } from './contract.ts';
import * as sql from './sql.ts';

const PAGE_SIZE = 1000;

/** Records the export, then yields all contacts by name, page by page. Each page is a separate transaction, so that a slow reader holds no connection. */
export async function* exportContacts(db: Db, by: Actor, tenant: Owner): AsyncGenerator<Cell[][]> {
  await asTenant(db, tenant.id, (tx) =>
    recordEvent(tx, by, {
      action: 'contacts.exported',
      target: { kind: 'tenant', id: tenant.id },
      partnerId: tenant.partnerId,
      tenantId: tenant.id,
    }),
  );
  let after: Cursor | null = null;
  do {
    const from: Cursor | null = after;
    const rows: sql.ContactRow[] = await asTenant(db, tenant.id, (tx) =>
      sql.listContacts(tx, { search: undefined, sort: 'name', descending: false, after: from, limit: PAGE_SIZE }),
    );
    const page = rows.slice(0, PAGE_SIZE);
    yield page.map(toCells);
    const last = page.at(-1);
    after = last && rows.length > PAGE_SIZE ? { key: sql.SORTS.name.of(last), id: last.id } : null;
  } while (after);
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
