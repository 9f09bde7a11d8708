import type { ColumnType, Generated } from 'kysely';
import type { Immutable, ImmutableDefault } from '../platform/db/columns.ts';
import type { FraudAction, FraudRule } from './contract.ts';

/** The tables that this slice writes. */
export interface FraudTables {
  fraud_rules: FraudRulesTable;
  fraud_trips: FraudTrips;
}

type FraudRulesTable = {
  tenant_id: Immutable<string>;
  partner_id: Immutable<string>;
  /** `FraudRules`, parsed when read */
  rules: ColumnType<Record<string, unknown>, string, string>;
  version: Generated<number>;
};

type FraudTrips = {
  id: Immutable<string>;
  tenant_id: Immutable<string>;
  partner_id: Immutable<string>;
  rule: Immutable<FraudRule>;
  action: Immutable<FraudAction>;
  /** In micros, seconds or calls, as `limit_value`; text, because a double can't represent every bigint. */
  used: Immutable<string>;
  limit_value: Immutable<string>;
  currency: Immutable<string | null>;
  tripped_at: ImmutableDefault<Date>;
  lifted_at: Date | null;
};
