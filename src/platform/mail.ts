import { sql } from 'kysely';
import { addJob, type Tx } from './db.ts';
import { mailHeader, type MailText } from './escape/mail.ts';
import { newId } from './ids.ts';

export type NewMail = {
  to: string;
  subject: MailText;
  body: MailText;
  /** In whose name it goes out: the partner, or the tenant's partner. */
  partnerId?: string;
  tenantId?: string;
  /** One mail for one occasion, however often it is queued. */
  occasion?: string;
};

/** Puts a mail into the outbox; it leaves after this transaction commits, and never if it does not. False: that occasion has its mail. */
export async function queueMail(tx: Tx, mail: NewMail): Promise<boolean> {
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
    })
    .onConflict((conflict) => conflict.column('occasion').doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 0n) return false;
  await addJob(tx, 'send_mail', { mailId: id }, { key: `send_mail:${id}` });
  return true;
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
