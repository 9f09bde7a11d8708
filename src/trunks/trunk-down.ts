import type { Tx } from '../platform/db/db.ts';
import { queueMail } from '../platform/db/mail/mail.ts';
import { mailText } from '../platform/escape/mail.ts';
import * as sql from './sql.ts';

/** Mails the operators that a trunk for 911 is down, once per outage. */
export async function mailTrunkDown(tx: Tx, trunkId: string): Promise<void> {
  const trunk = await sql.findTrunk(tx, trunkId);
  if (!trunk?.enabled || !trunk.emergency || trunk.state?.reachable !== false) return;
  const left = await sql.reachableEmergencyTrunks(tx);
  const since = new Date(trunk.state.since).toISOString();
  for (const to of await sql.operatorEmails(tx)) {
    await queueMail(tx, {
      kind: 'operatorAlert',
      to,
      subject:
        left.length === 0
          ? mailText`No trunk for 911 is reachable`
          : mailText`A trunk for 911 is unreachable: ${trunk.name}`,
      body: mailText`${trunk.name} (${trunk.host}:${trunk.port}) has not answered since ${since.slice(0, 19).replace('T', ' ')} UTC.

${
  left.length === 0
    ? 'It was the last reachable one. Calls to 911 are still tried on every trunk that carries them.'
    : `Calls to 911 now use: ${left.join(', ')}.`
}
`,
      occasion: `trunk_down:${trunkId}:${since}:${to}`,
    });
  }
}
