import { z } from 'zod';
import type { Config } from '../platform/config.ts';
import { asNobody, type Db, setContext, type Tx } from '../platform/db/db.ts';
import { type Tasks, withPayload } from '../platform/db/jobs/jobs.ts';
import { deleteOldResponses } from '../platform/http/idempotency.ts';
import { mailLink, type MailOwner, refuseNewUser } from './invitations/invitations.ts';
import * as invitationsSql from './invitations/sql.ts';
import { mayMailLink } from './sign-in/sign-in-throttle.ts';
import * as sql from './users/sql.ts';

export const peopleTasks = {
  /** Deletes expired sessions, links, sign-in attempts, and responses stored for Idempotency-Keys. */
  delete_expired: { cron: '17 * * * *', run: (_ids, { db }) => asNobody(db, deleteExpired) },
  /** Mails a password link. The request has already been answered, with the same response whether or not there is an account. */
  mail_password_link: {
    run: withPayload(z.object({ userId: z.string() }), ({ userId }, { db, config }) =>
      mailPasswordLink(db, config, userId),
    ),
  },
} satisfies Tasks;

async function deleteExpired(tx: Tx): Promise<void> {
  await sql.deleteExpired(tx);
  await deleteOldResponses(tx);
}

/** Mails a link if the account exists, at most a few per hour, since anybody can request it. */
export async function mailPasswordLink(db: Db, config: Config, userId: string): Promise<void> {
  await asNobody(db, async (tx) => {
    const account = await invitationsSql.accountForMail(tx, userId);
    // a user who has not accepted an invitation yet gets it again, if it can be accepted
    if (!account || refuseNewUser(account) || !(await mayMailLink(tx, config, userId))) return;
    const owner: MailOwner = {
      ...(account.tenant_id !== null && { tenantId: account.tenant_id }),
      ...(account.partner_id !== null && { partnerId: account.partner_id }),
    };
    const isOperator = account.tenant_id === null && account.partner_id === null;
    await setContext(tx, { ...owner, operator: isOperator });
    const to = { id: userId, email: account.email, name: account.user_name };
    await mailLink(tx, config, { kind: account.invited ? 'invitation' : 'forgotten', to, of: owner });
  });
}
