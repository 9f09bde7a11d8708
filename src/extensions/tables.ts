import type { Generated } from 'kysely';
import type { Direction } from '../calls/contract.ts';
import type { Immutable, ImmutableDefault } from '../platform/db/columns.ts';

/** The tables that this slice writes. */
export interface ExtensionTables {
  extensions: Extensions;
  'asterisk.ps_contacts': Contacts;
}

type Extensions = {
  id: Immutable<string>;
  tenant_id: Immutable<string>;
  number: string;
  name: string;
  sip_username: string;
  ha1: string;
  sealed_password: Buffer;
  ring_seconds: Generated<number>;
  encrypted_only: Generated<boolean>;
  call_waiting: Generated<boolean>;
  /** callers may dial it in a menu */
  in_menus: Generated<boolean>;
  switches_schedules: Generated<boolean>;
  voicemail_enabled: Generated<boolean>;
  record_calls: Generated<boolean>;
  record_directions: Generated<Direction[]>;
  outbound_did_id: string | null;
  version: Generated<number>;
  created_at: ImmutableDefault<Date>;
};

type Contacts = {
  id: string;
  endpoint: string;
  uri: string;
  user_agent: string | null;
  via_addr: string | null;
  via_port: number | null;
  expiration_time: string;
  tenant_id: string | null;
};
