import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Pool } from 'pg';
import { pino } from 'pino';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../test/database.ts';
import { readConfig } from '../../config.ts';
import { mailLink, mailText } from '../../escape/mail.ts';
import { newId } from '../../values/ids.ts';
import { asPartner, type Db, inContext, openDb, openPool } from '../db.ts';
import { runWorker } from '../jobs/jobs.ts';
import { mailTasks } from './mail-sending.ts';
import { queueMail } from './mail.ts';

let database: TestDatabase;
let db: Db;
let pool: Pool;
let superuser: Pool;
let partnerId: string;
let worker: { stop: () => Promise<void> } | undefined;
let server: SMTPServer | undefined;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = openPool(database.urls.app, 'test');
  db = openDb(pool);
  superuser = new Pool({ connectionString: database.urls.superuser, max: 2 });
  partnerId = newId();
  await superuser.query('insert into partners (id, name) values ($1, $2)', [partnerId, 'Northwind, "Voice"']);
});
afterAll(async () => {
  await pool.end();
  await superuser.end();
});
afterEach(async () => {
  await worker?.stop();
  worker = undefined;
  if (server) await new Promise<void>((resolve) => server!.close(() => resolve()));
  server = undefined;
});

type Received = { from: string; to: string[]; text: string };

/** A mail server that accepts mails unless `refuse` returns a status. `until` waits for a number of attempts. */
async function startMailServer(refuse: (attempt: number) => number | null = () => null) {
  const received: Received[] = [];
  let attempts = 0;
  let wake: (() => void) | undefined;
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo(_address, _session, done) {
      attempts += 1;
      const code = refuse(attempts);
      wake?.();
      done(code === null ? null : Object.assign(new Error('not now'), { responseCode: code }));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const text = Buffer.concat(chunks).toString('utf8');
        received.push({ from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address), text });
        done();
        wake?.();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  const until = async (met: () => boolean): Promise<void> => {
    while (!met()) await new Promise<void>((resolve) => (wake = resolve));
  };
  return { url: `smtp://127.0.0.1:${port}`, received, until, attempts: () => attempts };
}

const silent = pino({ level: 'silent' });

const configFor = (smtpUrl: string | undefined) =>
  readConfig({
    DATABASE_URL: 'postgres://unused',
    SECRET_KEY: '5e'.repeat(32),
    ...(smtpUrl && { SMTP_URL: smtpUrl }),
    MAIL_FROM: 'no-reply@pbx.example',
  });

async function startSender(smtpUrl: string | undefined): Promise<void> {
  // the sweep runs only when a test asks for it
  const { send_mail } = mailTasks;
  const config = configFor(smtpUrl);
  worker = await runWorker({ databaseUrl: database.urls.worker, tasks: { send_mail }, config, log: silent });
}

const queue = (more: object = {}) =>
  asPartner(db, partnerId, (tx) =>
    queueMail(tx, {
      kind: 'requestedLink',
      to: 'joe@bakery.example',
      subject: mailText`Your access`,
      body: mailLink(`https://x.example/welcome#${'t'.repeat(43)}`),
      partnerId,
      ...more,
    }),
  );

async function settled(recipient: string): Promise<Record<string, unknown>> {
  for (;;) {
    const { rows } = await superuser.query('select * from mails where recipient = $1', [recipient]);
    if (rows[0]?.sent_at || rows[0]?.last_error) return rows[0];
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('sends in the partner’s name, marks the mail as sent, and removes its links', async () => {
  const { url, received, until } = await startMailServer();
  await startSender(url);
  await queue({ to: 'ann@bakery.example' });
  await until(() => received.length === 1);
  const [mail] = received;
  expect([mail!.from, mail!.to]).toEqual(['no-reply@pbx.example', ['ann@bakery.example']]);
  expect(mail!.text).toMatch(/^From: "Northwind, \\"Voice\\"" <no-reply@pbx\.example>\r$/m);
  expect(mail!.text).toContain('Subject: Your access');
  expect(mail!.text).not.toMatch(/strowger|nodemailer/i);
  const row = await settled('ann@bakery.example');
  expect(row).toMatchObject({ attempts: 1, last_error: null, body: 'https://x.example/welcome#…' });
  expect(mail!.text).toContain(`Message-ID: <${String(row['id'])}@pbx.example>`);
});

test('retries a temporary refusal, and sends the mail once', async () => {
  const { url, received, until } = await startMailServer((attempt) => (attempt === 1 ? 451 : null));
  await startSender(url);
  await queue({ to: 'bob@bakery.example' });
  expect(await settled('bob@bakery.example')).toMatchObject({
    attempts: 1,
    sent_at: null,
    last_error: expect.stringContaining('not now'),
  });
  await until(() => received.length === 1);
  expect(received).toHaveLength(1);
});

test('gives up after a permanent refusal', async () => {
  const { url, received, attempts } = await startMailServer(() => 550);
  await startSender(url);
  await queue({ to: 'nobody@bakery.example' });
  expect(await settled('nobody@bakery.example')).toMatchObject({ attempts: 1, sent_at: null });
  await untilNoJobs();
  expect([received.length, attempts()]).toEqual([0, 1]);
});

test('sends one mail per dedupe key', async () => {
  const { url, received, until } = await startMailServer();
  await startSender(url);
  const occasion = newId();
  expect([await queue({ occasion }), await queue({ occasion })]).toEqual([true, false]);
  await until(() => received.length === 1);
  await untilNoJobs();
  expect(received).toHaveLength(1);
});

test('leaves no mail behind after a rollback', async () => {
  const { url, received } = await startMailServer();
  await startSender(url);
  const undone = inContext(db, { partnerId }, async (tx) => {
    await queueMail(tx, {
      kind: 'requestedLink',
      to: 'x@bakery.example',
      subject: mailText`s`,
      body: mailText`b`,
      partnerId,
    });
    throw new Error('changed my mind');
  });
  await expect(undone).rejects.toThrow('changed my mind');
  await untilNoJobs();
  expect(received).toEqual([]);
});

test('stores mails for reading if there is no mail server', async () => {
  await startSender(undefined);
  await queue({ to: 'kept@bakery.example' });
  await untilNoJobs();
  const { rows } = await superuser.query(
    "select sent_at, attempts, body from mails where recipient = 'kept@bakery.example'",
  );
  expect(rows).toEqual([{ sent_at: null, attempts: 0, body: expect.stringContaining('#ttt') }]);
});

describe('the sweep', () => {
  const task = (name: keyof typeof mailTasks, ids: Record<string, string>, smtpUrl: string | undefined) =>
    mailTasks[name].run(ids, { db: jobsDb, config: configFor(smtpUrl), log: silent });
  const sweep = (smtpUrl: string | undefined) => task('sweep_mails', {}, smtpUrl);
  const jobOf = async (to: string) => {
    const { rows } = await superuser.query(
      `select m.id, j.id as job, j.run_at, j.attempts from mails m
       left join graphile_worker._private_jobs j on j.key = 'send_mail:' || m.id where m.recipient = $1`,
      [to],
    );
    return rows[0] as { id: string; job: string | null; run_at: Date; attempts: number };
  };
  let jobsPool: Pool;
  let jobsDb: Db;
  beforeAll(() => {
    jobsPool = openPool(database.urls.worker, 'test');
    jobsDb = openDb(jobsPool);
  });
  afterAll(() => jobsPool.end());

  test('sends mails from before there was a mail server, and mails whose job failed all attempts', async () => {
    await startSender(undefined);
    const [kept, failed] = ['earlier@bakery.example', 'failed@bakery.example'];
    await queue({ to: kept });
    await untilNoJobs();
    await worker!.stop();
    await queue({ to: failed });
    await superuser.query("update graphile_worker._private_jobs set attempts = max_attempts, last_error = 'away'");
    const { url, received, until } = await startMailServer();
    await sweep(undefined);
    expect((await jobOf(kept)).job).toBeNull();
    await sweep(url);
    await startSender(url);
    await until(() => [kept, failed].every((to) => received.some((mail) => mail.to[0] === to)));
    await untilNoJobs();
    expect(received.filter(({ to }) => to[0] === kept || to[0] === failed)).toHaveLength(2);
  });

  test('skips mails with attempts left, permanently refused mails, and mails older than a week', async () => {
    const [trying, refused, old] = ['trying@bakery.example', 'refused@bakery.example', 'old@bakery.example'];
    await queue({ to: trying });
    await superuser.query("update graphile_worker._private_jobs set attempts = 3, run_at = now() + interval '1 hour'");
    const before = await jobOf(trying);
    const { url, attempts } = await startMailServer(() => 550);
    await queue({ to: refused });
    await task('send_mail', { mailId: (await jobOf(refused)).id }, url);
    await queue({ to: old });
    await superuser.query("update mails set created_at = created_at - interval '7 days' where recipient = $1", [old]);
    await superuser.query('delete from graphile_worker._private_jobs where attempts = 0');
    await sweep(url);
    expect(await jobOf(trying)).toEqual(before);
    expect([(await jobOf(refused)).job, (await jobOf(old)).job]).toEqual([null, null]);
    await task('send_mail', { mailId: (await jobOf(old)).id }, url);
    expect(attempts()).toBe(1);
    await superuser.query('delete from graphile_worker._private_jobs');
  });

  test('and a job run twice at once send a mail once', async () => {
    const { url, received, until } = await startMailServer();
    await queue({ to: 'twice@bakery.example' });
    const mailId = (await jobOf('twice@bakery.example')).id;
    await Promise.all([1, 2, 3].map(() => task('send_mail', { mailId }, url)));
    await until(() => received.length > 0);
    await task('send_mail', { mailId }, url);
    expect(received).toHaveLength(1);
  });
});

async function untilNoJobs(): Promise<void> {
  for (;;) {
    const { rows } = await superuser.query('select count(*)::int as n from graphile_worker._private_jobs');
    if (rows[0].n === 0) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
