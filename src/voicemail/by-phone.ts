import type { MailboxAccess, MailboxReply, MailboxRequest, OpenMailbox } from '../calls/model/mailbox.ts';
import { asTenant, type Db, type Tx } from '../platform/db/db.ts';
import { recordEvent } from '../platform/db/events.ts';
import type { Storage } from '../platform/db/storage.ts';
import { lockAgainstPurge } from '../platform/db/tenant-lock.ts';
import { SYSTEM } from '../platform/http/caller.ts';
import { newId } from '../platform/values/ids.ts';
import { setGreeting } from './greetings.ts';
import * as sql from './mailboxes-sql.ts';
import { hashPin } from './mailboxes.ts';
import { checkPin } from './pins.ts';
import { isMessage } from './recorded.ts';
import { pinFault } from './rules.ts';
import { findVoicemail, updateVoicemail, voicemailsOf } from './voicemails-sql.ts';
import { dropVoicemail } from './voicemails.ts';

export type VoicemailPhoneDeps = {
  db: Db;
  storage: Storage;
  secretKey: string;
  /** the sound of a finished recording; null if there is none */
  takeRecording: (id: string) => Promise<Buffer | null>;
};

/** Handles a request from the voicemail menu. */
export async function answerPhone(
  phone: VoicemailPhoneDeps,
  request: MailboxRequest,
  now: Date,
): Promise<MailboxReply> {
  const { db, secretKey } = phone;
  switch (request.kind) {
    case 'open':
      return asTenant(db, request.access.tenantId, (tx) => openMailbox(tx, request, { secretKey, now }));
    case 'mark':
      return asTenant(db, request.tenantId, (tx) => mark(tx, request, now));
    case 'setPin':
      return asTenant(db, request.tenantId, (tx) => setPin(tx, request, secretKey));
    case 'setGreeting': {
      const wav = await phone.takeRecording(request.recording);
      if (!wav || !isMessage(wav)) return { kind: 'refused' };
      return asTenant(db, request.tenantId, (tx) => greetWith(tx, request.mailboxId, wav, phone.storage));
    }
  }
}

type Opening = Extract<MailboxRequest, { kind: 'open' }>;

async function openMailbox(
  tx: Tx,
  { access, number, pin }: Opening,
  by: { secretKey: string; now: Date },
): Promise<MailboxReply> {
  const mailbox = await mailboxFor(tx, access, number);
  if (access.by.kind === 'extension' && !mailbox) return { kind: 'none' };
  // the mailbox's own phone needs no PIN if the owner has set none; everybody else needs one
  const isOpen = mailbox?.pin_hash === null && access.source.kind === 'ownPhone';
  if (mailbox && isOpen) return { kind: 'open', mailbox: await contentsOf(tx, mailbox) };
  if (pin === null) return { kind: 'closed' };
  if (!mailbox) return { kind: 'wrong' };
  const result = await checkPin(tx, mailbox, { source: access.source, pin, ...by });
  return result === 'right' ? { kind: 'open', mailbox: await contentsOf(tx, mailbox) } : { kind: result };
}

function mailboxFor(tx: Tx, { by }: MailboxAccess, number: string | null): Promise<sql.MailboxRow | null> {
  switch (by.kind) {
    case 'extension':
      return sql.mailboxOfExtension(tx, by.id);
    case 'mailbox':
      return sql.findMailbox(tx, by.id);
    case 'number':
      return sql.findMailboxByNumber(tx, number ?? '');
  }
}

async function contentsOf(tx: Tx, { id, tenant_id: tenantId }: sql.MailboxRow): Promise<OpenMailbox> {
  const messages = await voicemailsOf(tx, id);
  return {
    id,
    tenantId,
    messages: messages.map((message) => ({
      id: message.id,
      from: message.from_number,
      isNew: message.read_at === null,
    })),
  };
}

async function mark(
  tx: Tx,
  { tenantId, messageId, as }: Extract<MailboxRequest, { kind: 'mark' }>,
  now: Date,
): Promise<MailboxReply> {
  const message = await findVoicemail(tx, messageId);
  // deleted meanwhile in the portal
  if (!message) return { kind: 'done' };
  if (as === 'deleted') {
    await dropVoicemail(tx, tenantId, messageId);
    await record(tx, 'voicemail.deleted', {
      target: { kind: 'voicemail', id: messageId },
      tenantId,
      what: {
        before: { mailbox: message.mailbox_number, from: message.from_number },
      },
    });
    return { kind: 'done' };
  }
  const readAt = message.read_at ?? now;
  await updateVoicemail(tx, messageId, { read_at: readAt, ...(as === 'saved' && { saved: true }) });
  return { kind: 'done' };
}

async function setPin(
  tx: Tx,
  { tenantId, mailboxId, pin }: Extract<MailboxRequest, { kind: 'setPin' }>,
  secretKey: string,
): Promise<MailboxReply> {
  const mailbox = await sql.findMailbox(tx, mailboxId);
  if (!mailbox || pinFault(pin, mailbox.number) !== null) return { kind: 'refused' };
  await sql.updateMailbox(tx, mailboxId, { pin_hash: hashPin(secretKey, mailboxId, pin) });
  await record(tx, 'mailbox.edited', {
    target: { kind: 'mailbox', id: mailboxId },
    tenantId,
    what: { after: { newPin: true } },
  });
  return { kind: 'done' };
}

async function greetWith(tx: Tx, mailboxId: string, wav: Buffer, storage: Storage): Promise<MailboxReply> {
  const mailbox = await sql.findMailbox(tx, mailboxId);
  if (!mailbox) return { kind: 'refused' };
  const { tenant_id: tenantId, number, name } = mailbox;
  if (!(await lockAgainstPurge(tx, tenantId))) return { kind: 'refused' };
  const file = `${newId()}.wav`;
  await storage.put(tenantId, 'greetings', file, wav);
  await setGreeting(tx, tenantId, mailbox, file);
  const target = { kind: 'mailbox', id: mailboxId };
  await record(tx, 'mailbox.greeting_saved', { target, tenantId, what: { after: { number, name } } });
  return { kind: 'done' };
}

/** The person on the phone has no account, so the audit log records the system and the mailbox. */
async function record(
  tx: Tx,
  action: string,
  {
    target,
    tenantId,
    what,
  }: {
    target: { kind: string; id: string };
    tenantId: string;
    what: { before?: Record<string, unknown>; after?: Record<string, unknown> };
  },
): Promise<void> {
  const partnerId = await sql.partnerOf(tx, tenantId);
  await recordEvent(tx, SYSTEM, { action, target, partnerId, tenantId, ...what });
}
