import { bootstrapOperator } from '../people/invitations/invitations.ts';
import type { Config } from '../platform/config.ts';
import { type Db, openDb, openPool, roleUrl } from '../platform/db/db.ts';
import { openLog } from '../platform/process/log/log.ts';
import { issueDemoInvoices } from './demo/billing.ts';
import { type Demo, DEMO_ACCOUNTS, seedDemo } from './demo/demo.ts';
import type { DemoFlow } from './demo/flow.ts';
import { writeDemoCalls } from './demo/history.ts';
import type { DemoAccount } from './demo/payments/demo-payments.ts';
import { issueDemoWholesale } from './demo/wholesale.ts';

/** Lines for the terminal about signing in, and the demo's flows, which are published once a worker runs. */
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
  await seedPast(db, config, databaseUrl, demo);
  const accounts = DEMO_ACCOUNTS.map((email) => `  ${email}`);
  return { lines: ['Demo accounts:', ...accounts, `  password of each: ${demo.password}`], flows: demo.flows };
}

/**
 * Writes the demo's past calls and issues their invoices. This uses the worker's role, because only it may issue invoices and it hasn't started yet.
 */
async function seedPast(
  app: Db,
  config: Config,
  databaseUrl: string,
  { called, invoices, wholesale }: Demo,
): Promise<void> {
  const pool = openPool(roleUrl(databaseUrl, 'worker', config.secretKey), 'demo', 2);
  try {
    const log = openLog({ level: config.logLevel, name: 'demo' });
    const roles = { app, worker: openDb(pool), log };
    const now = new Date();
    for (const tenant of called) await writeDemoCalls(app, config, tenant, now);
    await issueDemoInvoices(roles, invoices, now);
    for (const partnerId of wholesale) await issueDemoWholesale(roles, partnerId, now);
  } finally {
    await pool.end();
  }
}

async function inviteOperator(db: Db, config: Config): Promise<string[]> {
  const link = await bootstrapOperator(db, config);
  return link === null ? [] : ['Nobody can sign in yet. Create the operator account within 24 hours at', `  ${link}`];
}
