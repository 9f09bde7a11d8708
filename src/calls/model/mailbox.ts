import { z } from 'zod';

/** A mailbox, as a call to it needs to know it. */
export type MailboxFacts = {
  id: string;
  number: string;
  /** the name of its stored greeting; null for the standard one */
  greeting: string | null;
  maxSeconds: number;
  isFull: boolean;
  hasPin: boolean;
};

/** A message that is being recorded; its id names the recording. Written beside the recorder before it starts, so that no crash loses it. */
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

/** What is played: a sound that Asterisk has, a file of a tenant, or digits and numbers that are read out. */
export type Sound = string | StoredSound | { read: 'digits' | 'number'; value: string };
export type StoredSound = { tenantId: string; kind: 'voicemails' | 'greetings' | 'media'; name: string };

/** How somebody wants to open a mailbox by phone. */
export type Door = {
  tenantId: string;
  by: { kind: 'extension' | 'mailbox'; id: string } | { kind: 'number' };
  /** the phone of that extension by its authenticated channel, or anybody else */
  source: { kind: 'ownPhone' } | { kind: 'other'; caller: string };
};

/** A message as it is read out. */
export type PhoneMessage = { id: string; from: string; isNew: boolean };

export type OpenMailbox = { tenantId: string; id: string; messages: PhoneMessage[] };

/** What is asked of a mailbox's rows by phone. */
export type MailboxRequest =
  | { kind: 'open'; door: Door; number: string | null; pin: string | null }
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
