import { DEMO_ACCOUNTS, seedDemo } from './demo.ts';
import { bootstrapOperator } from '../people/invitations.ts';
import type { Config } from '../platform/config.ts';
import type { Db } from '../platform/db/db.ts';

/** Lines for the terminal about signing in. On an empty database this creates the demo accounts or an invitation for the first operator. */
export async function describeSignIn(db: Db, config: Config): Promise<string[]> {
  if (config.demo) {
    const password = await seedDemo(db, config);
    if (password === null) return ['The demo accounts have the password that the first start printed.'];
    return ['Demo accounts:', ...DEMO_ACCOUNTS.map((email) => `  ${email}`), `  password of each: ${password}`];
  }
  const link = await bootstrapOperator(db, config);
  return link === null ? [] : ['Nobody can sign in yet. Create the operator account within 24 hours at', `  ${link}`];
}
