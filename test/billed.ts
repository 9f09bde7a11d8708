import { INITIAL_TERMS, type ProfileTerms } from '../src/billing/profiles/terms-contract.ts';
import type { Rate } from '../src/billing/rating/rate-call.ts';
import type { RateClass } from '../src/outbound/contract.ts';
import { newId } from '../src/platform/values/ids.ts';
import type { TestApp } from './app.ts';

/** 0.06 a minute, charged by the second. */
export const BY_THE_SECOND: Rate = {
  setupMicros: 0,
  perMinuteMicros: 60_000,
  initialSeconds: 1,
  incrementSeconds: 1,
  minimumMicros: 0,
};

/** Rates by prefix. */
export type Rates = Record<string, Partial<Rate> & { class?: RateClass }>;

let made = 0;

/** Creates a rate table in dollars with these rates, valid from an instant on. */
export async function rateTable(
  app: Pick<TestApp, 'query'>,
  partnerId: string,
  rates: Rates,
  from = '2020-01-01',
): Promise<string> {
  const id = newId();
  await app.query(`insert into rate_tables (id, partner_id, name, currency) values ($1, $2, $3, 'USD')`, [
    id,
    partnerId,
    `Table ${++made}`,
  ]);
  await priceList(app, id, rates, from);
  return id;
}

/** Adds rates to a table, valid from an instant on. */
export async function priceList(
  app: Pick<TestApp, 'query'>,
  tableId: string,
  rates: Rates,
  from: string,
): Promise<void> {
  const listId = newId();
  await app.query(
    `insert into rate_lists (id, partner_id, table_id, valid_from, rates)
     select $1, partner_id, id, $3, $4 from rate_tables where id = $2`,
    [listId, tableId, from, Math.max(1, Object.keys(rates).length)],
  );
  for (const [prefix, some] of Object.entries(rates)) {
    const rate = { ...BY_THE_SECOND, ...some };
    await app.query(
      `insert into rates (partner_id, list_id, prefix, destination, setup_micros, per_minute_micros, initial_seconds, increment_seconds, minimum_micros, class)
       select partner_id, $1, $2, 'Place ' || $2, $3, $4, $5, $6, $7, $8 from rate_lists where id = $1`,
      [
        listId,
        prefix,
        rate.setupMicros,
        rate.perMinuteMicros,
        rate.initialSeconds,
        rate.incrementSeconds,
        rate.minimumMicros,
        some.class ?? null,
      ],
    );
  }
}

/** Assigns the tenant a billing profile with these terms. Its cycle is created on demand. */
export async function billTenant(
  app: Pick<TestApp, 'query'>,
  { tenantId, terms }: { tenantId: string; terms: Partial<ProfileTerms> },
): Promise<void> {
  const profileId = newId();
  await app.query(
    `insert into billing_profiles (id, partner_id, name, currency) select $1, partner_id, $3, 'USD' from tenants where id = $2`,
    [profileId, tenantId, `Profile ${++made}`],
  );
  await app.query(
    `insert into billing_profile_versions (id, partner_id, profile_id, number, name, currency, terms)
     select $1, partner_id, id, 1, name, currency, $3 from billing_profiles where id = $2`,
    [newId(), profileId, JSON.stringify({ ...INITIAL_TERMS, ...terms })],
  );
  await app.query('update tenants set billing_profile_id = $2 where id = $1', [tenantId, profileId]);
}
