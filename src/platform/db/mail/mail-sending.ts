import { buffer } from 'node:stream/consumers';
import { type Selectable, sql } from 'kysely';
import { createTransport } from 'nodemailer';
import { z } from 'zod';
import { mailHeader } from '../../escape/mail.ts';
import { messageOf } from '../../process/system-error.ts';
import { asOperator, type Tx } from '../db.ts';
import { type Tasks, withPayload } from '../jobs/jobs.ts';
import { withNamedLock } from '../named-locks.ts';
import type { Database } from '../schema.ts';
import { openStorage, type Storage } from '../storage.ts';
import { GIVE_UP_DAYS } from './mail.ts';

export const mailTasks = {
  /** Without a mail server the mail stays in the outbox for the operator to read. */
  send_mail: {
    run: withPayload(
      z.object({ mailId: z.string() }),
      async ({ mailId }, { db, config: { smtpUrl, mailFrom, dataDir } }) => {
        if (!smtpUrl) return;
        // if a mail is processed twice at once, the second run leaves it to the first; without a transaction, a slow mail server blocks nothing
        await withNamedLock(db, `send_mail:${mailId}`, async (connection) => {
          const mail = await asOperator(connection, (tx) => readUnsent(tx, mailId));
          if (!mail) return;
          try {
            await send(smtpUrl, mailFrom, mail, await attachmentOf(mail, openStorage(dataDir)));
          } catch (error) {
            await asOperator(connection, (tx) => recordFailure(tx, mail.id, error));
            if (isFinal(error)) return;
            throw error;
          }
          await asOperator(connection, (tx) => markSent(tx, mail.id));
        });
      },
    ),
  },
  /** Queues unsent mails whose job has ended, because there was no mail server or all its attempts failed. */
  sweep_mails: {
    cron: '*/10 * * * *',
    run: async (_ids, { db, config }) => {
      if (config.smtpUrl) await asOperator(db, queueUnsent);
    },
  },
} satisfies Tasks;

const TO_SEND = sql<boolean>`sent_at is null and refused_at is null
  and created_at > now() - ${GIVE_UP_DAYS} * interval '24 hours'`;

/** Skips mails whose job still has attempts left. Once it has none, the mail keeps the last error. */
async function queueUnsent(tx: Tx): Promise<void> {
  await sql`delete from graphile_worker._private_jobs
    where key like 'send_mail:%' and attempts >= max_attempts and locked_at is null`.execute(tx);
  await sql`select add_job('send_mail', json_build_object('mailId', m.id), 'send_mail:' || m.id)
    from (select id from mails where ${TO_SEND}) m where not exists (
      select from graphile_worker._private_jobs j where j.key = 'send_mail:' || m.id)`.execute(tx);
}

export type Outgoing = { id: string; recipient: string; subject: string; body: string; brand: string | null };
type Unsent = Outgoing &
  Pick<Selectable<Database['mails']>, 'tenant_id' | 'attachment_file' | 'attachment_name'> & {
    document: Buffer | null;
  };
type Attachment = { filename: string; content: Buffer; contentType: string };

/** If the file was deleted meanwhile, the mail is sent without it. */
async function attachmentOf(mail: Unsent, storage: Storage): Promise<Attachment[]> {
  const { tenant_id: tenantId, attachment_file: name, attachment_name: filename, document } = mail;
  if (filename === null) return [];
  if (document !== null) return [{ filename, content: document, contentType: 'application/pdf' }];
  if (tenantId === null || name === null) return [];
  const file = await storage.open(tenantId, 'voicemails', name);
  return file ? [{ filename, content: await buffer(file.read()), contentType: 'audio/wav' }] : [];
}

async function readUnsent(tx: Tx, id: string): Promise<Unsent | undefined> {
  return tx
    .selectFrom('mails')
    .select(['id', 'recipient', 'subject', 'body', 'tenant_id', 'attachment_file', 'attachment_name'])
    .select(sql<string | null>`brand_of(partner_id, tenant_id)`.as('brand'))
    .select(sql<Buffer | null>`mailed_document(attachment_document)`.as('document'))
    .where('id', '=', id)
    .where(TO_SEND)
    .executeTakeFirst();
}

async function send(smtpUrl: string, from: string, mail: Outgoing, attachments: Attachment[]): Promise<void> {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 60_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  await transport.sendMail({ ...compose(from, mail), attachments });
}

/** Sanitizes headers to single lines again, because the mail may predate the typed texts. */
export function compose(from: string, mail: Outgoing) {
  return {
    // white-label: no product name
    xMailer: false as const,
    from: mail.brand === null ? from : { name: mailHeader(mail.brand), address: from },
    // exactly one address, even if it contains commas
    to: { name: '', address: mailHeader(mail.recipient) },
    subject: mailHeader(mail.subject),
    text: mail.body,
    // A process killed between sending and marking sends it again. With the same id, mail programs show it once.
    messageId: `<${mail.id}@${from.split('@')[1]}>`,
  };
}

const PermanentRefusal = z.object({ code: z.enum(['EENVELOPE', 'EMESSAGE']), responseCode: z.number().min(500) });

/** Permanent refusals (RFC 5321, 4.2.1: 5yz) are not retried. */
function isFinal(error: unknown): boolean {
  return PermanentRefusal.safeParse(error).success;
}

/** Links in mails are as powerful as passwords, so they are removed once sent. */
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

async function recordFailure(tx: Tx, id: string, error: unknown): Promise<void> {
  await tx
    .updateTable('mails')
    .set({
      attempts: sql`attempts + 1`,
      last_error: messageOf(error).slice(0, 500),
      ...(isFinal(error) && { refused_at: sql`now()` }),
    })
    .where('id', '=', id)
    .execute();
}
