import type { Generated } from 'kysely';
import type { Immutable, ImmutableDefault } from '../platform/db/columns.ts';
import type { CallCap } from './cap-contract.ts';

/** The tables that this slice writes. */
export interface LimitTables {
  tenant_limits: TenantLimits;
  cap_reports: CapReports;
}

type CapReports = {
  tenant_id: Immutable<string>;
  partner_id: Immutable<string>;
  cycle_id: Immutable<string>;
  cap: Immutable<CallCap>;
  /** Micros or seconds, as `used`; text, because a double can't represent every bigint. */
  cap_value: Immutable<string>;
  level: Immutable<'threshold' | 'full'>;
  used: Immutable<string>;
  reported_at: ImmutableDefault<Date>;
};

type TenantLimits = {
  tenant_id: Immutable<string>;
  partner_id: Immutable<string>;
  /** Millionths; text, because a double can't represent every bigint. */
  monthly_spend_micros: string | null;
  currency: string | null;
  max_extensions: number | null;
  max_dids: number | null;
  max_monthly_minutes: number | null;
  alert_threshold_percent: Generated<number>;
  auto_suspend: Generated<boolean>;
  version: Generated<number>;
};
