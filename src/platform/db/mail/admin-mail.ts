import type { Tx } from '../db.ts';
import { type NewMail, queueMail } from './mail.ts';

/** Mails all admins of a partner. Safe to repeat: each admin gets one mail per occasion. */
export async function mailAdmins(
  tx: Tx,
  { occasion, ...mail }: Omit<NewMail, 'to' | 'kind'> & { partnerId: string; occasion: string },
): Promise<void> {
  const admins = tx.selectFrom('users').select('email').where('partner_id', '=', mail.partnerId);
  for (const { email } of await admins.where('role', '=', 'partner_admin').orderBy('email').execute())
    await queueMail(tx, { ...mail, kind: 'partnerAlert', to: email, occasion: `${occasion}:${email}` });
}
