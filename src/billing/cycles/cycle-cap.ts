import * as sql from './cycle-cap-sql.ts';

export type { TenantCurrencies } from './cycle-cap-sql.ts';

/** The currencies of a tenant's amounts at an instant. */
export const currenciesOf = sql.currenciesOf;

/** Stores a spend limit for only one cycle, in its currency; null for none. */
export const setCycleCap = sql.setCycleCap;
