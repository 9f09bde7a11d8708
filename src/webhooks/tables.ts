import type { Generated } from 'kysely';
import type { Immutable, ImmutableDefault } from '../platform/db/columns.ts';
import type { Mode } from '../platform/values/mode.ts';
import type { DELIVERY_STATES } from './deliveries/states-contract.ts';

/** The tables that this slice writes. Deliveries are queued as their events are placed (functions/events.sql). */
export interface WebhookTables {
  webhooks: Webhooks;
  webhook_tenants: WebhookTenants;
  webhook_deliveries: WebhookDeliveries;
}

type Webhooks = {
  id: Immutable<string>;
  partner_id: Immutable<string>;
  mode: ImmutableDefault<Mode>;
  name: string;
  url: string;
  types: string[];
  /** If false, those in `webhook_tenants`. */
  all_tenants: boolean;
  strict_order: Generated<boolean>;
  sealed_secret: Buffer;
  sealed_old_secret: Buffer | null;
  old_secret_until: Date | null;
  state: Generated<'on' | 'paused' | 'failed' | 'gone'>;
  stopped_at: Date | null;
  stopped_position: string | null;
  failing_since: Date | null;
  failures: Generated<number>;
  probe_at: Date | null;
  last_success_at: Immutable<Date | null>;
  made_by: Immutable<string>;
  version: Generated<number>;
  created_at: ImmutableDefault<Date>;
};

type WebhookTenants = { webhook_id: string; partner_id: string; tenant_id: string };

type WebhookDeliveries = {
  id: Immutable<string>;
  partner_id: Immutable<string>;
  webhook_id: Immutable<string>;
  event_id: Immutable<string | null>;
  tenant_id: Immutable<string | null>;
  type: Immutable<string>;
  body: Immutable<string | null>;
  urgent: ImmutableDefault<boolean>;
  /** Its position in the feed, if it waits for its tenant’s earlier events; null: it waits for none. */
  position: string | null;
  state: Generated<(typeof DELIVERY_STATES)[number]>;
  replayed: Generated<boolean>;
  queued_at: Generated<Date>;
  due_at: Generated<Date>;
  attempts: Generated<number>;
  /** The time of the first attempt since it was queued. */
  tried_since: Date | null;
  attempted_at: Immutable<Date | null>;
  milliseconds: Immutable<number | null>;
  status: Immutable<number | null>;
  response: Immutable<string | null>;
  failure: Immutable<string | null>;
};
