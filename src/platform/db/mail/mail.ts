import { sql } from 'kysely';
import { mailHeader, type MailText } from '../../escape/mail.ts';
import { fail } from '../../http/errors.ts';
import { newId } from '../../values/ids.ts';
import { addJob, type Tx } from '../db.ts';
import { oneRow } from '../rows.ts';

/** Limits per hour for mails whose recipient a user chooses. */
export const MAILS_PER_HOUR = { toRecipient: 10, ofTenant: 30, byPerson: 60 } as const;

export type NewMail = {
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
  /** a user chose the recipient, so `MAILS_AN_HOUR` applies */
  limited?: true;
};

/** Puts a mail into the outbox in this transaction; it is sent after the commit. False if the key already has its mail. Codes: `rate_limited`. */
export async function queueMail(tx: Tx, mail: NewMail): Promise<boolean> {
  if (mail.limited) await refuseTooMany(tx, mail);
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
      limited: mail.limited ?? false,
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

async function refuseTooMany(tx: Tx, { to, tenantId }: NewMail): Promise<void> {
  const { toRecipient, ofTenant, byPerson } = MAILS_PER_HOUR;
  const query = sql<{
    wait: number;
  }>`select mail_wait(${to}, ${tenantId ?? null}, ${toRecipient}, ${ofTenant}, ${byPerson}) as wait`;
  const { wait } = await oneRow(tx, query);
  if (wait === 0) return;
  const minutes = Math.ceil(wait / 60);
  throw fail(
    'rate_limited',
    `Too many emails in an hour. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`,
    {
      extra: { retryAfter: wait },
    },
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
