import { newId } from '../src/platform/values/ids.ts';
import type { TestApp } from './app.ts';

type Account = { id: string; email: string };
export type AccountOf = { partnerId?: string; tenantId?: string };

/** Adds a user with a password. */
export async function addAccount(app: TestApp, passwordHash: string, role: string, of: AccountOf): Promise<Account> {
  const id = newId();
  const email = `${id}@people.example`;
  await app.query(
    'insert into users (id, email, name, role, partner_id, tenant_id, password_hash) values ($1, $2, $3, $4, $5, $6, $7)',
    [id, email, 'Ada', role, of.partnerId ?? null, of.tenantId ?? null, passwordHash],
  );
  return { id, email };
}

/**
 * Makes all attempts so far a moment old. The first wait is a second, and a busy machine may take as long to check a password, so that the next attempt
 * would come after it.
 */
export const attemptsAreNew = (app: Pick<TestApp, 'query'>): Promise<unknown> =>
  app.query('update sign_in_failures set last_at = clock_timestamp()');
