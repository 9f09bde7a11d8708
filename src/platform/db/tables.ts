import type { ColumnType, Generated } from 'kysely';
import type { Actor } from '../http/caller.ts';
import type { Immutable } from './columns.ts';

/** The tables that the platform writes. */
export interface PlatformTables {
  idempotency_keys: IdempotencyKeys;
  audit_events: AuditEvents;
  mails: Mails;
  integration_data: IntegrationRows;
}

type IntegrationRows = {
  object_id: Immutable<string>;
  noun: Immutable<'tenant' | 'extension' | 'user' | 'did'>;
  partner_id: Immutable<string>;
  tenant_id: string | null;
  external_id: string | null;
  /** whether the tenant is a sandbox; set by a trigger */
  sandbox: ColumnType<boolean, never, never>;
  metadata: ColumnType<Record<string, string>, string, string>;
};

type IdempotencyKeys = {
  actor_id: string;
  method: string;
  path: string;
  key: string;
  request_hash: Buffer;
  status: number;
  answer: Buffer | null;
  headers: ColumnType<Record<string, string>, string, string>;
  created_at: Generated<Date>;
};

type AuditEvents = {
  id: string;
  at: Generated<Date>;
  partner_id: string | null;
  tenant_id: string | null;
  actor_id: string | null;
  actor_email: string | null;
  actor_role: Actor['role'];
  action: string;
  target_kind: string;
  target_id: string | null;
  /** whether it is about a test key or a test webhook */
  test: Generated<boolean>;
  before: ColumnType<unknown, string | null, never>;
  after: ColumnType<unknown, string | null, never>;
  ip: string | null;
  request_id: string | null;
};

type Mails = {
  id: string;
  partner_id: string | null;
  tenant_id: string | null;
  recipient: string;
  subject: string;
  body: string;
  occasion: string | null;
  attachment_file: Generated<string | null>;
  attachment_name: Generated<string | null>;
  attachment_document: Generated<string | null>;
  limited: Generated<boolean>;
  /** a `MailKind`; null in older rows */
  kind: Generated<string | null>;
  created_at: Generated<Date>;
  sent_at: Date | null;
  attempts: Generated<number>;
  last_error: string | null;
  refused_at: Date | null;
};
