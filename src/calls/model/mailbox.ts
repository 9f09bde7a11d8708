import { z } from 'zod';

/** The facts about a mailbox that a call to it needs. */
export type MailboxFacts = {
  id: string;
  number: string;
  /** the file name of its greeting; null for the standard one */
  greeting: string | null;
  maxSeconds: number;
  isFull: boolean;
  hasPin: boolean;
};

/**
 * A message that is being recorded. Its id names the recording. The note is written before the recording starts, so
 * that no crash loses the message.
 */
export const MessageNote = z.object({
  id: z.string(),
  tenantId: z.string(),
  mailboxId: z.string(),
  callId: z.string(),
  from: z.string(),
  fromName: z.string(),
  receivedAt: z.string(),
});
export type MessageNote = z.infer<typeof MessageNote>;

/** Whether a recording is a message. `nothing`: it is silent or very short. `unknown`: it could not be read. */
export type RecordedMessage = 'message' | 'nothing' | 'unknown';

/** Something to play: one of Asterisk's sounds, a tenant's file, or digits or a number to read out. */
export type Sound = string | StoredSound | { read: 'digits' | 'number'; value: string };
export type StoredSound = { tenantId: string; kind: 'voicemails' | 'greetings' | 'media'; name: string };

/** How a caller opens a mailbox. */
export type MailboxAccess = {
  tenantId: string;
  by: { kind: 'extension' | 'mailbox'; id: string } | { kind: 'number' };
  source: PinSource;
};

/**
 * Where a PIN is entered: at the authenticated phone of the mailbox's own extension, at another phone of the tenant, or by a caller from outside,
 * whose number can be forged.
 */
export type PinSource =
  | { kind: 'ownPhone' }
  | { kind: 'phone'; extensionId: string }
  | { kind: 'outside'; number: string };

/** A message, as the phone menu needs it. */
export type PhoneMessage = { id: string; from: string; isNew: boolean };

export type OpenMailbox = { tenantId: string; id: string; messages: PhoneMessage[] };

/** What a caller asks the database about a mailbox. */
export type MailboxRequest =
  | { kind: 'open'; access: MailboxAccess; number: string | null; pin: string | null }
  | { kind: 'mark'; tenantId: string; messageId: string; as: 'read' | 'saved' | 'deleted' }
  | { kind: 'setPin'; tenantId: string; mailboxId: string; pin: string }
  | { kind: 'setGreeting'; tenantId: string; mailboxId: string; recording: string };

export type MailboxReply =
  | { kind: 'open'; mailbox: OpenMailbox }
  /** the PIN is asked for */
  | { kind: 'closed' }
  | { kind: 'wrong' }
  | { kind: 'wait' }
  | { kind: 'none' }
  | { kind: 'done' }
  | { kind: 'refused' };
