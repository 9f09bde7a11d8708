import type { Immutable } from '../platform/db/columns.ts';

/** The tables that this slice writes. */
export interface ApiRequestTables {
  api_requests: ApiRequests;
}

type ApiRequests = {
  slot: Immutable<number>;
  id: Immutable<string>;
  partner_id: Immutable<string>;
  tenant_id: Immutable<string | null>;
  /** Sent with the tenant’s own key. */
  by_tenant: Immutable<boolean>;
  key_id: Immutable<string>;
  at: Immutable<Date>;
  method: Immutable<string>;
  route: Immutable<string | null>;
  status: Immutable<number>;
  duration_ms: Immutable<number>;
  represents: Immutable<number>;
  /** Sent with a test key. */
  test: Immutable<boolean>;
};
