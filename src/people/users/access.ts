import type { Config } from '../../platform/config.ts';
import type { Tx } from '../../platform/db/db.ts';
import { recordEvent } from '../../platform/db/events.ts';
import { brandOf, queueMail } from '../../platform/db/mail/mail.ts';
import type { Actor } from '../../platform/http/caller.ts';
import { notFound } from '../../platform/http/errors.ts';
import type { InvitedUser } from '../contract.ts';
import { mailLink } from '../invitations/invitations.ts';
import { noticeMail } from '../mails.ts';
import * as secondFactorSql from '../second-factor/sql.ts';
import * as sessionsSql from '../sign-in/sessions-sql.ts';
import { refuseOwnPassword, refuseOwnSecondFactor } from './own-access.ts';
import * as sql from './sql.ts';
import { eventOf, linkToHandOver, mailOwnerOf, toUser, type UserOwner } from './users.ts';

/** Mails a new link for choosing a password, the first or a forgotten one. The current password works until then. Codes: `own_account`. */
export async function sendLink(
  tx: Tx,
  by: Actor,
  { owner, id, config }: { owner: UserOwner; id: string; config: Config },
): Promise<InvitedUser> {
  // so that only one of two links sent at once works, and a user being removed gets none
  const user = await sql.lockUser(tx, id);
  if (!user) throw notFound();
  refuseOwnPassword(by, id);
  const link = await mailLink(tx, config, {
    kind: user.invited ? 'invitation' : 'new-password',
    to: user,
    of: mailOwnerOf(owner),
  });
  const action = user.invited ? 'user.invited' : 'user.password-link-sent';
  await recordEvent(tx, by, { ...eventOf(action, owner, id), after: { email: user.email } });
  return { ...toUser(user), invitationLink: linkToHandOver(config, link) };
}

/** For a user who lost the app and the recovery codes. Afterwards the password alone is enough, so the user is notified. Codes: `own_account`. */
export async function resetSecondFactor(
  tx: Tx,
  by: Actor,
  { owner, id, now }: { owner: UserOwner; id: string; now: Date },
): Promise<void> {
  const user = await sql.lockUser(tx, id);
  if (!user) throw notFound();
  refuseOwnSecondFactor(by, id);
  if (!(await secondFactorSql.deleteSecondFactor(tx, id))) return;
  await sessionsSql.closeSessionsOf(tx, id);
  await recordEvent(tx, by, { ...eventOf('user.second-factor-reset', owner, id), after: { email: user.email } });
  const to = mailOwnerOf(owner);
  const mail = noticeMail('second-factor-reset', { name: user.name, brand: await brandOf(tx, to), at: now });
  await queueMail(tx, { kind: 'accountNotice', ...to, to: user.email, ...mail });
}
