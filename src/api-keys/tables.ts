import type { Generated } from 'kysely';
import type { Immutable, ImmutableDefault } from '../platform/db/columns.ts';
import type { Mode } from '../platform/values/mode.ts';

/** The tables that this slice writes. */
export interface ApiKeyTables {
  api_keys: ApiKeys;
  api_key_tenants: ApiKeyTenants;
  tenant_key_settings: TenantKeySettings;
}

type ApiKeys = {
  id: Immutable<string>;
  partner_id: Immutable<string>;
  /** Null: the partner’s key. */
  tenant_id: Immutable<string | null>;
  name: string;
  mode: ImmutableDefault<Mode>;
  token_hash: Immutable<Buffer>;
  hint: Immutable<string>;
  scopes: string[];
  /** If false, those in `api_key_tenants`. */
  all_tenants: boolean;
  addresses: string[];
  requests_per_minute: number;
  expires_at: Date | null;
  last_used_at: Date | null;
  last_used_from: string | null;
  made_by: Immutable<string>;
  made_by_email: Immutable<string>;
  version: Generated<number>;
  created_at: ImmutableDefault<Date>;
};

type ApiKeyTenants = { key_id: string; partner_id: string; tenant_id: string };

type TenantKeySettings = { partner_id: Immutable<string>; allowed: boolean; version: Generated<number> };
