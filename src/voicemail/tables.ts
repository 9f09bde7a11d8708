import type { Generated } from 'kysely';
import type { Immutable, ImmutableDefault } from '../platform/db/columns.ts';

/** The tables that this slice writes. */
export interface VoicemailTables {
  mailboxes: Mailboxes;
  mailbox_lamps: { mailbox_id: Immutable<string>; extension_id: Immutable<string>; tenant_id: Immutable<string> };
  voicemails: Voicemails;
  pin_attempts: PinAttempts;
}

type Mailboxes = {
  id: Immutable<string>;
  tenant_id: Immutable<string>;
  extension_id: Immutable<string | null>;
  number: Immutable<string>;
  name: string;
  pin_hash: Buffer | null;
  greeting_file: string | null;
  emails: Generated<string[]>;
  attach: Generated<boolean>;
  delete_after_mail: Generated<boolean>;
  max_seconds: Generated<number>;
  version: Generated<number>;
  created_at: ImmutableDefault<Date>;
};

type Voicemails = {
  id: Immutable<string>;
  tenant_id: Immutable<string>;
  mailbox_id: Immutable<string>;
  call_id: Immutable<string | null>;
  from_number: Immutable<string>;
  from_name: Immutable<string>;
  received_at: Immutable<Date>;
  seconds: Immutable<number>;
  read_at: Date | null;
  saved: Generated<boolean>;
  heard_by: string | null;
  heard_at: Date | null;
  version: Generated<number>;
};

type PinAttempts = {
  tenant_id: Immutable<string>;
  source: Immutable<string>;
  failures: number;
  last_at: Date;
  /** when the caller last opened the mailbox with its PIN; of callers at one mailbox only */
  opened_at: Generated<Date | null>;
};
