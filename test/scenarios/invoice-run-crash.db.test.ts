import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../app.ts';
import { billTenant } from '../billed.ts';
import { temporaryFolder, TEST_SECRET_KEY } from '../cluster.ts';
import { octoberCycle } from '../ended-cycle.ts';
import type { Point } from '../programs/dying-worker.ts';
import { createTenant } from '../tenants.ts';
import { until } from '../until.ts';

/**
 * The worker's process is killed with SIGKILL at each step of a run of invoices: while it computes them, at the commit, while it sends them. The next
 * worker completes the run, as if there had been no death: each invoice and each mail once, and no gap in the numbers.
 */
const LONG = process.env.LONG === '1';
const TENANTS = 3;
const root = path.resolve(import.meta.dirname, '../..');
const INVOICES = 'insert into invoices';
const MAILS = 'insert into "mails"';

/** A step of the run. `always`: also tried when the tests are short. `isIssued`: the invoices are there by then. */
type Step = Point & { step: string; always?: true; isIssued?: true };
const STEPS: Step[] = [
  { step: 'looking what is due', statement: 'cycles_to_invoice', when: 'after' },
  { step: 'settling adjustments', statement: 'update adjustments', when: 'after' },
  { step: 'marking the cycles', statement: 'update billing_cycles', when: 'after' },
  { step: 'taking the numbers', statement: 'document_counters', when: 'after', always: true },
  { step: 'writing the invoices', statement: INVOICES, when: 'after' },
  { step: 'writing the credit', statement: 'insert into "account_credits"', when: 'after' },
  { step: 'recording the events', statement: INVOICES, followedBy: 'audit_events', when: 'after' },
  { step: 'committing the invoices', statement: INVOICES, followedBy: 'commit', when: 'before' },
  {
    step: 'committing the invoices',
    statement: INVOICES,
    followedBy: 'commit',
    when: 'after',
    always: true,
    isIssued: true,
  },
  { step: 'storing a PDF', statement: 'invoice_files', when: 'after', isIssued: true },
  { step: 'queuing a mail', statement: MAILS, when: 'after', isIssued: true },
  { step: 'committing a mail', statement: MAILS, followedBy: 'commit', when: 'before', isIssued: true },
  { step: 'committing a mail', statement: MAILS, followedBy: 'commit', when: 'after', always: true, isIssued: true },
  // the mail server has it
  { step: 'noting that a mail was sent', statement: 'update "mails"', when: 'before', isIssued: true },
];

type Delivered = { recipient: string; id: string };
const delivered: Delivered[] = [];
const mailServer = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, session, done) {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      const id = /^message-id: (.*)$/im.exec(Buffer.concat(chunks).toString('utf8'))?.[1] ?? '';
      for (const { address } of session.envelope.rcptTo) delivered.push({ recipient: address, id });
      done();
    });
  },
});
let smtpUrl: string;
beforeAll(async () => {
  mailServer.listen(0, '127.0.0.1');
  await once(mailServer.server, 'listening');
  const address = mailServer.server.address();
  if (address === null || typeof address === 'string') throw new Error('The mail server has no port.');
  smtpUrl = `smtp://127.0.0.1:${address.port}`;
});
afterAll(() => new Promise<void>((resolve) => mailServer.close(() => resolve())));

/** The product's worker, on a database. It is killed at the point. */
function startWorker(databaseUrl: string, dataDir: string, point?: Point) {
  const child = spawn(
    process.execPath,
    [
      '--import',
      path.join(root, 'test/programs/dying-worker.ts'),
      'src/main.ts',
      'worker',
      ...(point ? [JSON.stringify(point)] : []),
    ],
    {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        DATABASE_URL: databaseUrl,
        SECRET_KEY: TEST_SECRET_KEY,
        DATA_DIR: dataDir,
        LOG_LEVEL: 'silent',
        SMTP_URL: smtpUrl,
      },
    },
  );
  const exited = new Promise<NodeJS.Signals | number | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? code));
  });
  return { child, exited };
}

/** What of the run is in the database. */
async function stateOf(app: TestApp) {
  const [state] = await app.query<Record<'last' | 'invoices' | 'cycles' | 'settled' | 'credits' | 'events', number>>(
    `select coalesce((select max(last_number) from document_counters), 0)::int as last, (select count(*) from invoices)::int as invoices,
       (select count(*) from billing_cycles where invoiced_at is not null)::int as cycles,
       (select count(*) from adjustments where cycle_id is not null)::int as settled, (select count(*) from account_credits)::int as credits,
       (select count(*) from audit_events where action = 'invoice.issued')::int as events`,
  );
  return state;
}
const NOTHING = { last: 0, invoices: 0, cycles: 0, settled: 0, credits: 0, events: 0 };
const ALL = { last: TENANTS, invoices: TENANTS, cycles: TENANTS, settled: 1, credits: 1, events: TENANTS };

/** Returns the ids of the mails with invoices that have arrived. */
async function dieAt(
  app: TestApp,
  point: Point,
  { name, isIssued }: { name: string; isIssued: boolean },
): Promise<string[]> {
  const dataDir = temporaryFolder('invoice run');
  try {
    const admin = await app.user('partner_admin', { partnerId: await app.partner('Northwind') });
    const emails = Array.from({ length: TENANTS }, (_, index) => `bills-${name}-${index}@bakery.example`);
    for (const billingEmail of emails) {
      const { id } = await createTenant(admin.call, { fields: { billingEmail, timezone: 'America/New_York' } });
      await billTenant(app, { tenantId: id, terms: { monthlyFee: 1000 } });
      await app.query('delete from billing_cycles where tenant_id = $1', [id]);
      await octoberCycle(app.query, id);
      // one invoice below zero: a credit
      if (billingEmail !== emails[0]) continue;
      await app.query(
        `insert into adjustments (id, partner_id, tenant_id, kind, currency, amount_minor, description, day)
         select gen_random_uuid(), partner_id, id, 'correction', 'USD', -5000, 'Outage', '2026-10-03' from tenants where id = $1`,
        [id],
      );
    }
    await app.query("select graphile_worker.add_job('issue_invoices')");

    const { child, exited } = startWorker(app.database.urls.worker, dataDir, point);
    const late = setTimeout(() => child.kill('SIGTERM'), 60_000);
    expect(await exited, 'the worker came to this step').toBe('SIGKILL');
    clearTimeout(late);
    // one transaction: all of it is there once it is committed, and nothing before
    expect(await stateOf(app)).toEqual(isIssued ? ALL : NOTHING);

    const next = startWorker(app.database.urls.worker, dataDir);
    try {
      await until(
        'all invoices are mailed',
        async () =>
          (await app.query('select from mails where attachment_document is not null and sent_at is not null'))
            .length === TENANTS,
        60_000,
      );
      await until(
        'no job of the run is left',
        async () =>
          (
            await app.query(
              `select from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
               where t.identifier in ('issue_invoices', 'send_invoices', 'send_mail') and j.run_at <= now()`,
            )
          ).length === 0,
        60_000,
      );
    } finally {
      next.child.kill('SIGTERM');
      await next.exited;
    }
    expect(await stateOf(app)).toEqual(ALL);
    const invoices = await app.query<{ number: number; tenants: number }>(
      'select number, (select count(distinct tenant_id)::int from invoices) as tenants from invoices order by number',
    );
    expect(invoices).toEqual([1, 2, 3].map((number) => ({ number, tenants: TENANTS })));
    const mails = await app.query<{ recipient: string; file: boolean }>(
      `select m.recipient, f.document_id is not null as file from mails m left join invoice_files f on f.document_id = m.attachment_document
       where m.attachment_document is not null order by 1`,
    );
    expect(mails).toEqual(emails.map((recipient) => ({ recipient, file: true })));
    return delivered.filter(({ recipient }) => emails.includes(recipient)).map(({ id }) => id);
  } finally {
    fs.rmSync(dataDir, { recursive: true, force: true });
  }
}

const steps = STEPS.filter(({ always }) => LONG || always).map((point, index) => ({ ...point, point, index }));

// the workers mostly wait for each other’s locks to be free, so the points are tried side by side
test.concurrent.each(steps)(
  'a run of invoices that is killed $when $step is completed by the next worker, everything once',
  async ({ point, index, isIssued = false }) => {
    const app = await createTestApp();
    try {
      const arrived = await dieAt(app, point, { name: String(index), isIssued });
      expect(new Set(arrived).size).toBe(TENANTS);
      // one that was sent and not noted is sent again, by the same id, so that mail programs show it once
      expect(arrived).toHaveLength(TENANTS + (point.statement === 'update "mails"' ? 1 : 0));
    } finally {
      await app.close();
    }
  },
);
