import { sql } from 'kysely';
import { createTransport } from 'nodemailer';
import { addJob, asOperator, type Tx } from './db.ts';
import { newId } from './ids.ts';
import type { Tasks } from './jobs.ts';

export type NewMail = {
  to: string;
  subject: string;
  body: string;
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
      subject: mail.subject,
      body: mail.body,
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

export const mailTasks = {
  /** Without a mail server the mail stays in the outbox, where the operator reads it. */
  send_mail: {
    run: async ({ mailId }, { db, config }) => {
      if (!config.smtpUrl) return;
      const mail = await asOperator(db, (tx) => readUnsent(tx, mailId!));
      if (!mail) return;
      try {
        await send(config.smtpUrl, config.mailFrom, mail);
      } catch (error) {
        await asOperator(db, (tx) => noteFailure(tx, mail.id, String((error as Error).message)));
        if (isFinal(error)) return;
        throw error;
      }
      await asOperator(db, (tx) => markSent(tx, mail.id));
    },
  },
} satisfies Tasks;

type Outgoing = { id: string; recipient: string; subject: string; body: string; brand: string | null };

async function readUnsent(tx: Tx, id: string): Promise<Outgoing | undefined> {
  return tx
    .selectFrom('mails')
    .select(['id', 'recipient', 'subject', 'body'])
    .select(sql<string | null>`brand_of(partner_id, tenant_id)`.as('brand'))
    .where('id', '=', id)
    .where('sent_at', 'is', null)
    .executeTakeFirst();
}

async function send(smtpUrl: string, from: string, mail: Outgoing): Promise<void> {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 60_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  await transport.sendMail({
    // white-label: no program's name
    xMailer: false,
    from: mail.brand === null ? from : { name: mail.brand, address: from },
    to: mail.recipient,
    subject: mail.subject,
    text: mail.body,
    // Killed between sending and marking, it goes out again; with the same id mail programs show it once.
    messageId: `<${mail.id}@${from.split('@')[1]}>`,
  });
}

/** The server will never take this one (RFC 5321, 4.2.1: 5yz); trying again would only annoy it. */
function isFinal(error: unknown): boolean {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  return (code === 'EENVELOPE' || code === 'EMESSAGE') && responseCode !== undefined && responseCode >= 500;
}

/** A link in a mail is as good as a password: once sent, it is not kept. */
async function markSent(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable('mails')
    .set({
      sent_at: sql`now()`,
      last_error: null,
      attempts: sql`attempts + 1`,
      body: sql`regexp_replace(body, '#[A-Za-z0-9_-]{20,}', '#…', 'g')`,
    })
    .where('id', '=', id)
    .execute();
}

async function noteFailure(tx: Tx, id: string, message: string): Promise<void> {
  await tx
    .updateTable('mails')
    .set({ attempts: sql`attempts + 1`, last_error: message.slice(0, 500) })
    .where('id', '=', id)
    .execute();
}
