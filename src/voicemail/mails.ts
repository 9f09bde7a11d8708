import { addJob, type Db, type Tx } from '../platform/db/db.ts';
import { recordEvent } from '../platform/db/events.ts';
import { queueMailInTurn } from '../platform/db/mail/mail.ts';
import { tenantZone, withOwner } from '../platform/db/tenant-owner.ts';
import { mailLink, mailText } from '../platform/escape/mail.ts';
import { SYSTEM } from '../platform/http/caller.ts';
import { DAY_MS, MINUTE_MS } from '../platform/time/durations.ts';
import { displayNumber } from '../platform/values/phone.ts';
import * as sql from './mailboxes-sql.ts';
import { findVoicemail, mailsOf, type VoicemailRow } from './voicemails-sql.ts';
import { dropVoicemail, messageFile } from './voicemails.ts';

export const mailJobKey = (voicemailId: string): string => `mail_voicemail:${voicemailId}`;

const occasionOf = (voicemailId: string): string => `voicemail:${voicemailId}:`;

/** How often, after the mails were queued, to check whether all have been delivered. */
const LOOK_MS = MINUTE_MS;
const GIVE_UP_MS = 7 * DAY_MS;
/** Mails over the limit are tried again this long after their turn may have come, not all of them at once. */
const RETRY_MS = { atLeast: 5 * MINUTE_MS, spread: 5 * MINUTE_MS };

type Message = { tenantId: string; voicemailId: string };

/**
 * Mails a new message to all recipients of its mailbox. Safe to repeat: each recipient gets one mail. Mails over the limit are tried again later, for
 * as long as the message is there, and at most for a week.
 */
export async function mailMessage(
  db: Db,
  { tenantId, voicemailId }: Message,
  { webAddress, now }: { webAddress: string; now: Date },
): Promise<void> {
  await withOwner(db, tenantId, async (tx, { partnerId }) => {
    const message = await findVoicemail(tx, voicemailId);
    const mailbox = message && (await sql.findMailbox(tx, message.mailbox_id));
    if (!mailbox || mailbox.emails.length === 0) return;
    const text = await mailOf(tx, message, mailbox, webAddress);
    const mail = { kind: 'voicemail', partnerId, tenantId, ...text } as const;
    const waits = [];
    for (const to of mailbox.emails)
      waits.push(await queueMailInTurn(tx, { ...mail, to, occasion: `${occasionOf(voicemailId)}${to}` }));
    const wait = Math.max(...waits);
    if (wait > 0) return mailLater(tx, message, wait, now);
    if (mailbox.delete_after_mail) await lookLater(tx, { tenantId, voicemailId });
  });
}

/** Deletes a mailed message once every recipient's mail server has accepted it; until then, schedules another check. */
export async function deleteMailed(db: Db, { tenantId, voicemailId }: Message, now: Date): Promise<void> {
  await withOwner(db, tenantId, async (tx, { partnerId }) => {
    const message = await findVoicemail(tx, voicemailId);
    const mailbox = message && (await sql.findMailbox(tx, message.mailbox_id));
    if (!message || !mailbox?.delete_after_mail) return;
    const mails = await mailsOf(tx, occasionOf(voicemailId));
    // one that waits for its turn isn't there yet
    const isMailed = mailbox.emails.every((to) => mails.some(({ recipient }) => recipient === to));
    const isOld = now.getTime() - message.received_at.getTime() > GIVE_UP_MS;
    if (mails.length === 0 || !isMailed || isOld || mails.some(({ refused_at }) => refused_at !== null)) return;
    if (mails.some(({ sent_at }) => sent_at === null)) return lookLater(tx, { tenantId, voicemailId });
    await dropVoicemail(tx, tenantId, voicemailId);
    await recordEvent(tx, SYSTEM, {
      action: 'voicemail.deleted',
      target: { kind: 'voicemail', id: voicemailId },
      partnerId,
      tenantId,
      before: { mailbox: message.mailbox_number, from: message.from_number, mailedTo: mails.length },
    });
  });
}

async function mailLater(tx: Tx, message: VoicemailRow, wait: number, now: Date): Promise<void> {
  const { id, tenant_id: tenantId, received_at: at } = message;
  if (now.getTime() - at.getTime() > GIVE_UP_MS) return;
  const afterMs = Math.max(wait * 1000, RETRY_MS.atLeast) + Math.random() * RETRY_MS.spread;
  await addJob(tx, 'mail_voicemail', { tenantId, voicemailId: id }, { key: mailJobKey(id), afterMs });
}

const lookLater = (tx: Tx, message: Message): Promise<void> =>
  addJob(tx, 'delete_mailed_voicemail', message, { afterMs: LOOK_MS });

async function mailOf(tx: Tx, message: VoicemailRow, mailbox: sql.MailboxRow, webAddress: string) {
  const { from_number: from, from_name: name, received_at: at, seconds } = message;
  const number = from.startsWith('+') ? displayNumber(from) : from === 'anonymous' ? 'a hidden number' : from;
  const timeZone = await tenantZone(tx, message.tenant_id);
  const when = new Intl.DateTimeFormat('en-US', { dateStyle: 'full', timeStyle: 'short', timeZone }).format(at);
  const page = mailLink(`${webAddress}/tenants/${message.tenant_id}/voicemail?mailboxId=${mailbox.id}`);
  return {
    subject: mailText`Voicemail from ${name || number} for ${mailbox.number} ${mailbox.name}`,
    body: mailText`${name ? `${name}, ${number},` : number} left a message of ${seconds} seconds for ${mailbox.number} ${mailbox.name}.

When: ${when} (${timeZone})

${mailbox.attach ? 'The message is attached. It is also here, after signing in:' : 'Listen to it here, after signing in:'}
${page}
`,
    ...(mailbox.attach && { attachment: { file: messageFile(message.id), name: 'message.wav' } }),
  };
}
