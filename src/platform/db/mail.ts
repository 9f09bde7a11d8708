import { sql } from 'kysely';
import { addJob, type Tx } from './db.ts';
import { fail } from '../http/errors.ts';
import { mailHeader, type MailText } from '../escape/mail.ts';
import { newId } from '../values/ids.ts';

/** How many mails that people cause by naming an address leave within an hour. */
export const MAILS_AN_HOUR = { toRecipient: 10, ofTenant: 30, byPerson: 60 } as const;

export type NewMail = {
  to: string;
  subject: MailText;
  body: MailText;
  /** In whose name it goes out: the partner, or the tenant's partner. */
  partnerId?: string;
  tenantId?: string;
  /** One mail for one occasion, however often it is queued. */
  occasion?: string;
  /** Somebody names the recipient: counted against `MAILS_AN_HOUR`, and refused when there were enough. */
  limited?: true;
};

/** Puts a mail into the outbox; it leaves after this transaction commits, and never if it does not. False: that occasion has its mail. Codes: `rate_limited`. */
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
      limited: mail.limited ?? false,
    })
    .onConflict((conflict) => conflict.column('occasion').doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 0n) return false;
  await addJob(tx, 'send_mail', { mailId: id }, { key: `send_mail:${id}` });
  return true;
}

/** Mails whose occasion begins so, and which nobody has sent yet, are not sent: their jobs find nothing to send. */
export async function withdrawMails(tx: Tx, tenantId: string, occasion: string): Promise<void> {
  await tx
    .deleteFrom('mails')
    .where('tenant_id', '=', tenantId)
    .where('sent_at', 'is', null)
    .where('occasion', 'like', `${occasion}%`)
    .execute();
}

async function refuseTooMany(tx: Tx, { to, tenantId }: NewMail): Promise<void> {
  const { toRecipient, ofTenant, byPerson } = MAILS_AN_HOUR;
  const { rows } = await sql<{
    wait: number;
  }>`select mail_wait(${to}, ${tenantId ?? null}, ${toRecipient}, ${ofTenant}, ${byPerson}) as wait`.execute(tx);
  const wait = rows[0]?.wait ?? 0;
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

/** The partner's name, which stands on all that its tenants' people see. Null where there is no partner. */
export async function brandOf(tx: Tx, of: { partnerId?: string; tenantId?: string }): Promise<string | null> {
  const { rows } = await sql<{
    brand: string | null;
  }>`select brand_of(${of.partnerId ?? null}, ${of.tenantId ?? null}) as brand`.execute(tx);
  return rows[0]!.brand;
}

/** What has not left by then is not sent any more: a link in it has run out, and news is old. */
export const SENT_WITHIN_DAYS = 7;
