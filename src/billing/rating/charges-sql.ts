import type { Selectable } from 'kysely';
import type { Tx } from '../../platform/db/db.ts';
import type { Database } from '../../platform/db/schema.ts';
import type { ChargeState } from './charge-contract.ts';

/** The columns that a tenant may see, without the partner's cost. */
const COLUMNS = [
  'call_id',
  'state',
  'reason',
  'number',
  'destination',
  'charge_class',
  'currency',
  'rate',
  'billable_seconds',
  'charged_seconds',
  'included_seconds',
  'charge_micros',
  'rerated_micros',
  'answered_at',
  'ended_at',
] as const;
type Stored = Pick<Selectable<Database['call_charges']>, (typeof COLUMNS)[number]>;
export type ChargeRow = Stored & { state: ChargeState };

/** The charges of these calls, in the order of legs within each call. */
export function findCharges(tx: Tx, tenantId: string, callIds: readonly string[]): Promise<ChargeRow[]> {
  const charges = tx.selectFrom('call_charges').select(COLUMNS).where('call_id', 'in', callIds);
  const charged = charges.where('tenant_id', '=', tenantId).where('state', '<>', 'not_charged');
  return charged.orderBy('leg').$narrowType<{ state: ChargeState }>().execute();
}
