import { sql } from 'kysely';
import { mailHeader, type MailText } from '../../escape/mail.ts';
import { fail } from '../../http/errors.ts';
import { newId } from '../../values/ids.ts';
import { addJob, type Tx } from '../db.ts';
import { oneRow } from '../rows.ts';
import { MAIL_LIMITS, type MailKind, type MailLimit, type PatientKind } from './mail-limits.ts';

export type NewMail<Kind extends MailKind = Exclude<MailKind, PatientKind>> = {
  kind: Kind;
  to: string;
  subject: MailText;
  body: MailText;
  /**
   * a voicemail message of the tenant by its file, or a document of the partner by its id, with the file name for the
   * recipient
   */
  attachment?: { name: string } & ({ file: string } | { document: string });
  /** the sender: the partner, or the tenant's partner */
  partnerId?: string;
  tenantId?: string;
  /** at most one mail per key, however often it is queued */
  occasion?: string;
};

/**
 * Puts a mail into the outbox in this transaction; it is sent after the commit. False if the key already has its mail, or if it is one too many of a
 * kind that is dropped. Codes: `rate_limited`.
 */
export async function queueMail(tx: Tx, mail: NewMail): Promise<boolean> {
  const wait = await secondsToWait(tx, mail);
  if (wait === 0) return insertMail(tx, mail);
  if (MAIL_LIMITS[mail.kind].above === 'refuse') throw tooMany(wait);
  return false;
}

/** The same for mails that can wait. Returns after how many seconds to try again; 0 if the mail is in the outbox. */
export async function queueMailInTurn(tx: Tx, mail: NewMail<PatientKind> & { occasion: string }): Promise<number> {
  const queued = tx.selectFrom('mails').select('id').where('occasion', '=', mail.occasion);
  if (await queued.executeTakeFirst()) return 0;
  const wait = await secondsToWait(tx, mail);
  if (wait === 0) await insertMail(tx, mail);
  return wait;
}

async function insertMail(tx: Tx, mail: NewMail<MailKind>): Promise<boolean> {
  const id = newId();
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('mails')
    .values({
      id,
      partner_id: mail.partnerId ?? null,
      tenant_id: mail.tenantId ?? null,
      recipient: mail.to,
      subject: mailHeader(mail.subject),
      body: mail.body.toString(),
      occasion: mail.occasion ?? null,
      attachment_file: mail.attachment && 'file' in mail.attachment ? mail.attachment.file : null,
      attachment_document: mail.attachment && 'document' in mail.attachment ? mail.attachment.document : null,
      attachment_name: mail.attachment?.name ?? null,
      kind: mail.kind,
      limited: MAIL_LIMITS[mail.kind].above !== null,
    })
    .onConflict((conflict) => conflict.column('occasion').doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 0n) return false;
  await addJob(tx, 'send_mail', { mailId: id }, { key: `send_mail:${id}` });
  return true;
}

/** Withdraws unsent mails whose key starts like this. Their jobs then find nothing to send. */
export async function withdrawMails(tx: Tx, tenantId: string, occasion: string): Promise<void> {
  await tx
    .deleteFrom('mails')
    .where('tenant_id', '=', tenantId)
    .where('sent_at', 'is', null)
    .where('occasion', 'like', `${occasion}%`)
    .execute();
}

/** 0 if the mail is within the limits of its kind. */
async function secondsToWait(tx: Tx, { kind, to, tenantId }: NewMail<MailKind>): Promise<number> {
  const limit: MailLimit = MAIL_LIMITS[kind];
  if (limit.above === null) return 0;
  const { toRecipient, ofTenant, byPerson = null, withinTenant = false } = limit.perHour;
  const query = sql<{ wait: number }>`select mail_wait(
    ${to}, ${tenantId ?? null}, ${toRecipient}, ${ofTenant}, ${byPerson}, ${kind}, ${withinTenant}) as wait`;
  return (await oneRow(tx, query)).wait;
}

function tooMany(wait: number) {
  const minutes = Math.ceil(wait / 60);
  return fail(
    'rate_limited',
    `Too many emails in an hour. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`,
    { extra: { retryAfter: wait } },
  );
}

/** The partner's name, shown to its tenants' users everywhere. Null without a partner. */
export async function brandOf(tx: Tx, of: { partnerId?: string; tenantId?: string }): Promise<string | null> {
  const { brand } = await oneRow(
    tx,
    sql<{
      brand: string | null;
    }>`select brand_of(${of.partnerId ?? null}, ${of.tenantId ?? null}) as brand`,
  );
  return brand;
}

/** Older unsent mails are given up: their links have expired and their news is stale. */
export const GIVE_UP_DAYS = 7;
