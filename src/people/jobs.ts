import { asNobody, type Db, setContext, type Tx } from '../platform/db/db.ts';
import { deleteOldResponses } from '../platform/http/idempotency.ts';
import type { Config } from '../platform/config.ts';
import type { Tasks } from '../platform/db/jobs.ts';
import { mailLink, type MailOwner, refuseNewcomer } from './invitations.ts';
import { mayMailLink } from './sign-in-throttle.ts';
import * as sql from './sql.ts';
import * as invitationsSql from './invitations-sql.ts';

export const peopleTasks = {
  /** Ended sessions, old links, old tries, and answers kept for a repeated Idempotency-Key. */
  delete_expired: { cron: '17 * * * *', run: (_ids, { db }) => asNobody(db, deleteExpired) },
  /** For somebody who forgot the password; the request is answered by then. */
  mail_password_link: { run: ({ userId }, { db, config }) => mailPasswordLink(db, config, userId ?? '') },
} satisfies Tasks;

async function deleteExpired(tx: Tx): Promise<void> {
  await sql.deleteExpired(tx);
  await deleteOldResponses(tx);
}

/** Mails a link if there is such an account: a few within the hour at most, since anybody can ask for them. */
export async function mailPasswordLink(db: Db, config: Config, userId: string): Promise<void> {
  await asNobody(db, async (tx) => {
    const account = await invitationsSql.accountForMail(tx, userId);
    // who was invited is sent the invitation again, where it can be accepted
    if (!account || refuseNewcomer(account) || !(await mayMailLink(tx, config, userId))) return;
    const owner: MailOwner = {
      ...(account.tenant_id !== null && { tenantId: account.tenant_id }),
      ...(account.partner_id !== null && { partnerId: account.partner_id }),
    };
    const isOperator = account.tenant_id === null && account.partner_id === null;
    await setContext(tx, { ...owner, operator: isOperator });
    const to = { id: userId, email: account.email, name: account.user_name };
    await mailLink(tx, config, account.invited ? 'invitation' : 'forgotten', to, owner);
  });
}
