import { sql } from 'kysely';
import { createTransport } from 'nodemailer';
import { mailHeader } from '../escape/mail.ts';
import { asOperator, type Db, type Tx } from './db.ts';
import type { Tasks } from './jobs.ts';
import { SENT_WITHIN_DAYS } from './mail.ts';

export const mailTasks = {
  /** Without a mail server the mail stays in the outbox, where the operator reads it. */
  send_mail: {
    run: async ({ mailId }, { db, config: { smtpUrl, mailFrom } }) => {
      if (!smtpUrl) return;
      await alone(db, mailId!, async (connection) => {
        const mail = await asOperator(connection, (tx) => readUnsent(tx, mailId!));
        if (!mail) return;
        try {
          await send(smtpUrl, mailFrom, mail);
        } catch (error) {
          await asOperator(connection, (tx) => noteFailure(tx, mail.id, error));
          if (isFinal(error)) return;
          throw error;
        }
        await asOperator(connection, (tx) => markSent(tx, mail.id));
      });
    },
  },
  /** Mails whose job ended without sending them: there was no mail server then, or all its tries failed. */
  sweep_mails: {
    cron: '*/10 * * * *',
    run: async (_ids, { db, config }) => {
      if (config.smtpUrl) await asOperator(db, queueUnsent);
    },
  },
} satisfies Tasks;

/**
 * Of two runs for one mail the second leaves it to the first. The lock is of the connection, without a transaction, so that a slow mail
 * server holds nothing back, and is gone with the process.
 */
async function alone(db: Db, mailId: string, work: (connection: Db) => Promise<void>): Promise<void> {
  const key = sql`hashtextextended(${`send_mail:${mailId}`}, 0)`;
  await db.connection().execute(async (connection) => {
    const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_lock(${key}) as mine`.execute(connection);
    if (!rows[0]!.mine) return;
    try {
      await work(connection);
    } finally {
      await sql`select pg_advisory_unlock(${key})`.execute(connection);
    }
  });
}

const TO_SEND = sql<boolean>`sent_at is null and refused_at is null
  and created_at > now() - ${SENT_WITHIN_DAYS} * interval '24 hours'`;

/** A job that still has tries left goes on at its own pace; of one that has none the mail itself keeps the last error. */
async function queueUnsent(tx: Tx): Promise<void> {
  await sql`delete from graphile_worker._private_jobs
    where key like 'send_mail:%' and attempts >= max_attempts and locked_at is null`.execute(tx);
  await sql`select add_job('send_mail', json_build_object('mailId', m.id), 'send_mail:' || m.id)
    from (select id from mails where ${TO_SEND}) m where not exists (
      select from graphile_worker._private_jobs j where j.key = 'send_mail:' || m.id)`.execute(tx);
}

export type Outgoing = { id: string; recipient: string; subject: string; body: string; brand: string | null };

async function readUnsent(tx: Tx, id: string): Promise<Outgoing | undefined> {
  return tx
    .selectFrom('mails')
    .select(['id', 'recipient', 'subject', 'body'])
    .select(sql<string | null>`brand_of(partner_id, tenant_id)`.as('brand'))
    .where('id', '=', id)
    .where(TO_SEND)
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
  await transport.sendMail(compose(from, mail));
}

/** Headers once more as one line each, also of mails from before there were types. */
export function compose(from: string, mail: Outgoing) {
  return {
    // white-label: no program's name
    xMailer: false as const,
    from: mail.brand === null ? from : { name: mailHeader(mail.brand), address: from },
    // one address, whatever commas it has
    to: { name: '', address: mailHeader(mail.recipient) },
    subject: mailHeader(mail.subject),
    text: mail.body,
    // Killed between sending and marking, it goes out again; with the same id mail programs show it once.
    messageId: `<${mail.id}@${from.split('@')[1]}>`,
  };
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

async function noteFailure(tx: Tx, id: string, error: unknown): Promise<void> {
  await tx
    .updateTable('mails')
    .set({
      attempts: sql`attempts + 1`,
      last_error: String((error as Error).message).slice(0, 500),
      ...(isFinal(error) && { refused_at: sql`now()` }),
    })
    .where('id', '=', id)
    .execute();
}
