import type { ColumnType, Generated } from 'kysely';
import type { Immutable, ImmutableDefault } from '../platform/db/columns.ts';
import type { Role } from '../platform/http/caller.ts';

/** The tables that only this slice writes. */
export interface PeopleTables {
  users: Users;
  sessions: Sessions;
  second_factors: SecondFactors;
  recovery_codes: { user_id: string; code_hash: Buffer };
  security_settings: { partner_id: string | null; require_second_factor: boolean; version: Generated<number> };
}

type Users = {
  id: Immutable<string>;
  email: string;
  name: string;
  role: Role;
  partner_id: Immutable<string | null>;
  tenant_id: Immutable<string | null>;
  password_hash: string | null;
  extension_id: string | null;
  hears_recordings: Generated<boolean>;
  version: Generated<number>;
  created_at: ImmutableDefault<Date>;
  last_sign_in_at: Date | null;
};

/** As visible to their owner; everything else about sessions goes through `gate` functions. */
type Sessions = {
  id: Immutable<string>;
  user_id: Immutable<string>;
  ip: string;
  user_agent: string;
  created_at: ImmutableDefault<Date>;
  last_used_at: Date;
  expires_at: Date;
};

type SecondFactors = {
  user_id: Immutable<string>;
  sealed_secret: Buffer;
  confirmed_at: Date | null;
  last_step: ColumnType<string, number | undefined, number>;
  created_at: ColumnType<Date, Date | undefined, Date>;
};
