import type { Tx } from '../../platform/db/db.ts';

/** The numbers of the extensions that callers can dial in menus. */
export async function menuExtensions(tx: Tx): Promise<string[]> {
  const query = tx.selectFrom('extensions').select('number').where('in_menus', '=', true).orderBy('number');
  return (await query.execute()).map(({ number }) => number);
}
