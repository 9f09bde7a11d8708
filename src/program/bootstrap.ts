import { issueDemoInvoices } from './demo-billing.ts';
import { type Demo, DEMO_ACCOUNTS, seedDemo } from './demo.ts';
import type { DemoFlow } from './demo-flow.ts';
import type { DemoAccount } from './demo-payments/demo-payments.ts';
import { bootstrapOperator } from '../people/invitations.ts';
import type { Config } from '../platform/config.ts';
import { type Db, openDb, openPool, roleUrl } from '../platform/db/db.ts';
import { openLog } from '../platform/process/log.ts';

/** Lines for the terminal about signing in, and flows of the demo that are published once a worker runs. */
export type FirstStart = { lines: string[]; flows: DemoFlow[] };

/** On an empty database this creates the demo accounts or an invitation for the first operator. */
export async function prepareSignIn(
  db: Db,
  config: Config,
  databaseUrl: string,
  payments: DemoAccount | null,
): Promise<FirstStart> {
  if (!config.demo) return { lines: await inviteOperator(db, config), flows: [] };
  const demo = await seedDemo(db, config, payments);
  if (demo === null) return { lines: ['The demo accounts have the password that the first start printed.'], flows: [] };
  await issuePast(db, config, { databaseUrl, invoices: demo.invoices });
  const accounts = DEMO_ACCOUNTS.map((email) => `  ${email}`);
  return { lines: ['Demo accounts:', ...accounts, `  password of each: ${demo.password}`], flows: demo.flows };
}

/** The run of invoices belongs to the worker, which has not begun yet. */
async function issuePast(
  app: Db,
  config: Config,
  { databaseUrl, invoices }: { databaseUrl: string; invoices: Demo['invoices'] },
): Promise<void> {
  const pool = openPool(roleUrl(databaseUrl, 'worker', config.secretKey), 'demo', 2);
  try {
    const log = openLog({ level: config.logLevel, name: 'demo' });
    await issueDemoInvoices({ app, worker: openDb(pool), log }, invoices, new Date());
  } finally {
    await pool.end();
  }
}

async function inviteOperator(db: Db, config: Config): Promise<string[]> {
  const link = await bootstrapOperator(db, config);
  return link === null ? [] : ['Nobody can sign in yet. Create the operator account within 24 hours at', `  ${link}`];
}
