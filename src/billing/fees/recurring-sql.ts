import type { Selectable } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import type { Database } from '../../platform/db/schema.ts';

const CYCLE_DAYS = [
  'id',
  'tenant_id',
  'starts_at',
  'ends_at',
  'first_day',
  'next_first_day',
  'nominal_days',
  'zone',
] as const;
export type CycleDays = Pick<Selectable<Database['billing_cycles']>, (typeof CYCLE_DAYS)[number]>;
type Stored = Selectable<Database['service_periods']>;
type Counted = Exclude<Stored['kind'], 'cancelled'>;
export type PeriodRow = Stored & { kind: Counted };

/** All cycles of these tenants, oldest first. */
export function cycleDays(tx: Tx, tenantIds: readonly string[]): Promise<CycleDays[]> {
  const cycles = tx.selectFrom('billing_cycles').select(CYCLE_DAYS).where('tenant_id', 'in', tenantIds);
  return cycles.orderBy('tenant_id').orderBy('starts_at').execute();
}

export function servicePeriods(tx: Tx, tenantIds: readonly string[]): Promise<PeriodRow[]> {
  const periods = tx.selectFrom('service_periods').selectAll().where('tenant_id', 'in', tenantIds);
  return periods.where('kind', '<>', 'cancelled').$narrowType<{ kind: Counted }>().execute();
}
