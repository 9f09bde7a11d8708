import { newId } from '../src/platform/values/ids.ts';

type Query = (text: string, values?: unknown[]) => Promise<unknown>;

/** Stores a contact as Asterisk does when the phone with this SIP user name registers. */
export async function registerPhone(
  query: Query,
  sipUsername: string,
  { uri = 'sip:phone@127.0.0.1:5070', seconds = 600 } = {},
): Promise<void> {
  await query(
    `insert into asterisk.ps_contacts (id, endpoint, uri, expiration_time) values ($1, $2, $3, extract(epoch from now())::bigint + $4)`,
    [`${sipUsername}^3B@${newId()}`, sipUsername, uri, seconds],
  );
}
