import { inContext, type Db } from '../platform/db/db.ts';
import { queueMail } from '../platform/db/mail/mail.ts';
import { mailText } from '../platform/escape/mail.ts';
import { displayNumber } from '../platform/values/phone.ts';
import { addressLine, noticeAddresses } from './rules.ts';
import * as sql from './sql.ts';

/** Mails the tenant's contacts and the partner's admins about an emergency call. Safe to repeat: each recipient gets one mail. */
export async function notifyEmergency(db: Db, tenantId: string, callId: string): Promise<void> {
  const partnerId = await inContext(
    db,
    { tenantId },
    async (tx) => (await sql.tenantToNotify(tx, tenantId))?.partner_id,
  );
  if (partnerId === undefined) return;
  await inContext(db, { tenantId, partnerId }, async (tx) => {
    const [call, tenant] = [await sql.findCall(tx, callId), await sql.tenantToNotify(tx, tenantId)];
    if (!call || !tenant) return;
    const recipients = new Set([
      ...noticeAddresses({
        contacts: (await sql.findContacts(tx, tenantId)).emails,
        admins: await sql.adminsOf(tx, { tenantId }),
        billing: tenant.billing_email,
      }),
      ...(await sql.adminsOf(tx, { partnerId })),
    ]);
    for (const to of recipients)
      await queueMail(tx, {
        kind: 'emergency',
        to,
        partnerId,
        tenantId,
        ...noticeOf(call),
        occasion: `911:${callId}:${to}`,
      });
  });
}

function noticeOf(call: sql.CallRow) {
  const {
    tenant_name: tenant,
    number,
    extension_number: extension,
    extension_name: name,
    callback_number: callback,
  } = call;
  const who = extension === null ? 'a phone' : `extension ${extension}${name ? ` (${name})` : ''}`;
  const when = new Intl.DateTimeFormat('en-US', { dateStyle: 'full', timeStyle: 'long', timeZone: call.timezone });
  return {
    subject: mailText`${number} was called from ${who} at ${tenant}`,
    body: mailText`Somebody called ${number} from ${who} at ${tenant}.

When: ${when.format(call.called_at)} (${call.timezone})
Location: ${addressLine(call.address) || 'no E911 address is stored, so the caller has to say where they are'}
Call-back number: ${callback === null ? 'none' : displayNumber(callback)}

Help may be on its way. Make sure the door is open and someone can show the way.
`,
  };
}
