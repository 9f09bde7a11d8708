import type { z } from 'zod';
import { prefixesOf } from '../billing/rating/prefixes.ts';
import { rateCall } from '../billing/rating/rate-call.ts';
import type { Tx } from '../platform/db/db.ts';
import { cursorBy } from '../platform/db/keyset.ts';
import { onePage, readPage, toPage } from '../platform/http/paging.ts';
import { MINUTE_MS } from '../platform/time/durations.ts';
import { fromMicros } from '../platform/values/money.ts';
import type { RateQuery } from './contract.ts';
import { rateOf, readNumber, toRate } from './rate-tables.ts';
import * as sql from './sql.ts';
import type { PriceMargin, RateMargin } from './wholesale-contract.ts';

/** The partner's current wholesale rates for outgoing calls. */
async function wholesaleAt(
  tx: Tx,
  partnerId: string,
  now: Date,
): Promise<{ listId: string; currency: string } | undefined> {
  const table = (await sql.wholesaleTables(tx, partnerId)).find(({ kind }) => kind === 'wholesale_outbound');
  const list = table && (await sql.listAt(tx, table.id, now));
  return table && list && { listId: list.id, currency: table.currency };
}

type Side = { micros: number; currency: string };

/** Amounts of different currencies are never subtracted. */
const marginOf = (price: Side | null, cost: Side | null): string | null =>
  price && cost && price.currency === cost.currency ? fromMicros(BigInt(price.micros - cost.micros)) : null;

const shown = (micros: number): string => fromMicros(BigInt(micros));

/** The current rates of a table, each with the partner's cost of a minute. */
export async function listMargins(tx: Tx, table: sql.RateTableRow, query: z.output<typeof RateQuery>, now: Date) {
  const page = readPage<keyof typeof sql.RATE_SORTS>(query);
  const list = await sql.listAt(tx, table.id, now);
  if (!list) return onePage([]);
  const rows = await sql.listRates(tx, list.id, query.search, page);
  const total = await sql.countRates(tx, list.id, query.search);
  const wholesale = await wholesaleAt(tx, table.partner_id, now);
  const found = wholesale
    ? await sql.longestRates(
        tx,
        wholesale.listId,
        rows.map(({ prefix }) => `+${prefix}`),
      )
    : [];
  const costs = new Map(found.map((row) => [row.number, row]));
  return toPage({ rows, limit: page.limit, total }, cursorBy(sql.RATE_SORTS[page.sort]), (row): RateMargin => {
    const costRow = costs.get(`+${row.prefix}`);
    const price = { micros: rateOf(row).perMinuteMicros, currency: table.currency };
    const cost =
      wholesale && costRow ? { micros: rateOf(costRow).perMinuteMicros, currency: wholesale.currency } : null;
    return {
      ...toRate(row),
      cost: cost && costRow ? { currency: cost.currency, prefix: costRow.prefix, amount: shown(cost.micros) } : null,
      margin: marginOf(price, cost),
    };
  });
}

/** What a call of one minute would cost the tenant and the partner now. Codes: `invalid` if it isn't a number. */
export async function lookUpMargin(tx: Tx, table: sql.RateTableRow, typed: string, now: Date): Promise<PriceMargin> {
  const number = readNumber(typed);
  const [list, wholesale] = [await sql.listAt(tx, table.id, now), await wholesaleAt(tx, table.partner_id, now)];
  const row = list && (await sql.longestRate(tx, list.id, prefixesOf(number)));
  const costRow = wholesale && (await sql.longestRate(tx, wholesale.listId, prefixesOf(number)));
  const minute = (of: sql.RateRow, currency: string): Side => ({
    micros: rateCall(rateOf(of), MINUTE_MS).chargeMicros,
    currency,
  });
  const price = row ? minute(row, table.currency) : null;
  const cost = wholesale && costRow ? minute(costRow, wholesale.currency) : null;
  return {
    number,
    currency: table.currency,
    price: price && shown(price.micros),
    cost: cost && costRow ? { currency: cost.currency, prefix: costRow.prefix, amount: shown(cost.micros) } : null,
    margin: marginOf(price, cost),
  };
}
