import { DEMO_ACCOUNTS, seedDemo } from './demo.ts';
import type { DemoFlow } from './demo-flow.ts';
import { bootstrapOperator } from '../people/invitations.ts';
import type { Config } from '../platform/config.ts';
import type { Db } from '../platform/db/db.ts';

/** Lines for the terminal about signing in, and flows of the demo that are published once a worker runs. */
export type FirstStart = { lines: string[]; flows: DemoFlow[] };

/** On an empty database this creates the demo accounts or an invitation for the first operator. */
export async function prepareSignIn(db: Db, config: Config): Promise<FirstStart> {
  if (!config.demo) return { lines: await inviteOperator(db, config), flows: [] };
  const demo = await seedDemo(db, config);
  if (demo === null) return { lines: ['The demo accounts have the password that the first start printed.'], flows: [] };
  const accounts = DEMO_ACCOUNTS.map((email) => `  ${email}`);
  return { lines: ['Demo accounts:', ...accounts, `  password of each: ${demo.password}`], flows: demo.flows };
}

async function inviteOperator(db: Db, config: Config): Promise<string[]> {
  const link = await bootstrapOperator(db, config);
  return link === null ? [] : ['Nobody can sign in yet. Create the operator account within 24 hours at', `  ${link}`];
}
