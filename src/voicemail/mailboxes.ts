import type { z } from 'zod';
import type { DestinationUse } from '../destinations/contract.ts';
import { type Destinations, releaseTarget } from '../destinations/destinations.ts';
import { releasedFields } from '../destinations/rules.ts';
import { requireFreeNumber } from '../number-plan/number-plan.ts';
import { addJob, type Tx } from '../platform/db/db.ts';
import { changes, eventsOf, type Owner, recordEvent, type TenantObject } from '../platform/db/events.ts';
import { cursorBy } from '../platform/db/keyset.ts';
import { lockTenants } from '../platform/db/tenant-lock.ts';
import type { Actor } from '../platform/http/caller.ts';
import { errorFactory, invalidField, notFound, platformErrors } from '../platform/http/errors.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import { readPage, toPage } from '../platform/http/paging.ts';
import { keyedHash } from '../platform/secrets.ts';
import { newId } from '../platform/values/ids.ts';
import { type Mailbox, type MailboxCreate, type MailboxPatch, type MailboxQuery, voicemailErrors } from './contract.ts';
import * as sql from './mailboxes-sql.ts';
import { pinFault } from './rules.ts';
import { deleteVoicemails, voicemailsOf } from './voicemails-sql.ts';

const fail = errorFactory({ ...platformErrors, ...voicemailErrors });

export function toMailbox(row: sql.MailboxRow): Mailbox {
  return {
    id: row.id,
    number: row.number,
    name: row.name,
    emails: row.emails,
    attach: row.attach,
    deleteAfterMail: row.delete_after_mail,
    lampExtensionIds: row.lamp_extension_ids,
    maxSeconds: row.max_seconds,
    extensionId: row.extension_id,
    takesMessages: row.takes_messages,
    hasPin: row.pin_hash !== null,
    hasGreeting: row.greeting_file !== null,
    messages: row.messages,
    unread: row.unread,
    createdAt: row.created_at.toISOString(),
    version: row.version,
  };
}

/** The fields that the audit trail records. */
function audited(mailbox: Mailbox) {
  const { number, name, emails, lampExtensionIds, attach, deleteAfterMail, maxSeconds, hasPin, hasGreeting } = mailbox;
  return { number, name, emails, lampExtensionIds, attach, deleteAfterMail, maxSeconds, hasPin, hasGreeting };
}

/** A keyed hash, so that without `SECRET_KEY` a copy of the table isn't enough to brute-force PINs. */
export const hashPin = (secretKey: string, mailboxId: string, pin: string): Buffer =>
  keyedHash(secretKey, 'voicemail PIN', `${mailboxId} ${pin}`);

export async function listMailboxes(tx: Tx, query: z.output<typeof MailboxQuery>) {
  const page = readPage<keyof typeof sql.SORTS>(query);
  const { search } = query;
  const rows = await sql.listMailboxes(tx, { search, ...page });
  const total = await sql.countMailboxes(tx, search);
  return toPage({ rows, limit: page.limit, total }, cursorBy(sql.SORTS[page.sort]), toMailbox);
}

export const findMailbox = (tx: Tx, id: string): Promise<sql.MailboxRow | null> => sql.findMailbox(tx, id);

/** Adds a shared mailbox. Codes: `reserved_number`, `number_taken`, `invalid` (the PIN). */
export async function createMailbox(
  tx: Tx,
  by: Actor,
  { tenant, input, secretKey }: { tenant: Owner; input: z.output<typeof MailboxCreate>; secretKey: string },
): Promise<Mailbox> {
  await lockTenants(tx, [tenant.id]);
  await requireFreeNumber(tx, tenant.id, input.number);
  checkPin(input.pin, input.number);
  const id = newId();
  await sql.insertMailbox(tx, {
    id,
    tenant_id: tenant.id,
    extension_id: null,
    number: input.number,
    name: input.name,
    pin_hash: input.pin === null ? null : hashPin(secretKey, id, input.pin),
    greeting_file: null,
    emails: [...new Set(input.emails)],
    attach: input.attach,
    delete_after_mail: input.deleteAfterMail,
    max_seconds: input.maxSeconds,
  });
  await setLamps(tx, { id, tenantId: tenant.id, extensionId: null }, input.lampExtensionIds);
  const mailbox = await reread(tx, id);
  await recordEvent(tx, by, { ...eventOf('mailbox.created', tenant, id), after: audited(mailbox) });
  return mailbox;
}

export async function editMailbox(
  tx: Tx,
  by: Actor,
  { tenant, id, patch, ifMatch, secretKey }: TenantObject & { patch: z.output<typeof MailboxPatch>; secretKey: string },
): Promise<Mailbox> {
  const { pin, lampExtensionIds, ...fields } = patch;
  await lockTenants(tx, [tenant.id]);
  const before = await reread(tx, id);
  checkVersion(ifMatch, before.version);
  checkPin(pin, before.number);
  const lamps = lampExtensionIds && distinct(lampExtensionIds);
  const after = {
    ...audited(before),
    ...fields,
    ...(lamps && { lampExtensionIds: lamps }),
    ...(pin !== undefined && { hasPin: pin !== null }),
  };
  if (after.deleteAfterMail && !after.attach)
    throw invalidField(
      'deleteAfterMail',
      'Attach the message, or keep it after the email.',
      'With these settings, messages would be deleted before anybody could listen to them.',
    );
  const changed = changes(audited(before), after);
  if (!changed && (pin === undefined || pin === null)) return before;
  await sql.updateMailbox(tx, id, {
    name: patch.name,
    emails: patch.emails && [...new Set(patch.emails)],
    attach: patch.attach,
    delete_after_mail: patch.deleteAfterMail,
    max_seconds: patch.maxSeconds,
    ...(pin !== undefined && { pin_hash: pin === null ? null : hashPin(secretKey, id, pin) }),
  });
  if (lamps && changed?.after['lampExtensionIds'])
    await setLamps(tx, { id, tenantId: tenant.id, extensionId: before.extensionId }, lamps);
  // replacing one PIN by another changes no other field
  const edit = changed ?? { before: { hasPin: true }, after: { hasPin: true } };
  await recordEvent(tx, by, {
    ...eventOf('mailbox.edited', tenant, id),
    before: edit.before,
    after: { ...edit.after, ...(typeof pin === 'string' && { newPin: true }) },
  });
  return reread(tx, id);
}

const distinct = (ids: readonly string[]): string[] => [...new Set(ids)].toSorted();

async function setLamps(
  tx: Tx,
  mailbox: { id: string; tenantId: string; extensionId: string | null },
  extensionIds: readonly string[],
): Promise<void> {
  const refuse = (message: string) => invalidField('lampExtensionIds', message);
  const ids = distinct(extensionIds);
  if (mailbox.extensionId !== null && ids.length > 0)
    throw refuse('An extension’s own mailbox can’t light other lamps. Use a shared mailbox instead.');
  const own = await sql.ownExtensions(tx, mailbox.tenantId, ids);
  if (own.length < ids.length) throw refuse('Choose extensions of this tenant.');
  await sql.putLamps(tx, mailbox, ids);
}

/** Deletes a shared mailbox with its messages. Codes: `mailbox_of_extension`. */
export async function deleteMailbox(
  tx: Tx,
  by: Actor,
  { tenant, id, ifMatch, destinations }: TenantObject & { destinations: Destinations },
): Promise<void> {
  await lockTenants(tx, [tenant.id]);
  const before = await reread(tx, id);
  checkVersion(ifMatch, before.version);
  if (before.extensionId !== null)
    throw fail('mailbox_of_extension', 'This mailbox belongs to an extension. Turn voicemail off there instead.');
  const released = await dropMailbox(tx, tenant.id, id, destinations);
  await recordEvent(tx, by, {
    ...eventOf('mailbox.deleted', tenant, id),
    before: { ...audited(before), messages: before.messages },
    after: releasedFields(released),
  });
}

/** Creates the extension's mailbox, unless it already has one. */
export async function ensureMailbox(
  tx: Tx,
  tenantId: string,
  extension: { id: string; number: string; name: string },
): Promise<void> {
  await sql.insertMailbox(tx, {
    id: newId(),
    tenant_id: tenantId,
    extension_id: extension.id,
    number: extension.number,
    name: extension.name,
    pin_hash: null,
    greeting_file: null,
  });
}

/** Called before an extension is deleted: deletes its mailbox and messages. Returns what led to the mailbox. */
export async function deleteMailboxOf(
  tx: Tx,
  tenantId: string,
  extensionId: string,
  destinations: Destinations,
): Promise<DestinationUse[]> {
  const mailbox = await sql.mailboxOfExtension(tx, extensionId);
  return mailbox ? dropMailbox(tx, tenantId, mailbox.id, destinations) : [];
}

async function dropMailbox(
  tx: Tx,
  tenantId: string,
  id: string,
  destinations: Destinations,
): Promise<DestinationUse[]> {
  const released = await releaseTarget(tx, { kind: 'mailbox', id }, destinations);
  // from here on, no message can be added
  await sql.lockMailbox(tx, id);
  const messages = (await voicemailsOf(tx, id)).map((message) => message.id);
  const { greeting_file: greeting = null } = (await sql.findMailbox(tx, id)) ?? {};
  await deleteVoicemails(tx, messages);
  await sql.deleteMailbox(tx, id);
  const greetings = greeting === null ? [] : [greeting];
  await addJob(tx, 'remove_voicemail_files', { tenantId, messages, greetings });
  return released;
}

function checkPin(pin: string | null | undefined, number: string): void {
  const fault = typeof pin === 'string' ? pinFault(pin, number) : null;
  if (fault) throw invalidField('pin', fault);
}

/** The current row; 404 if it was deleted while this request waited for the tenant's lock. */
async function reread(tx: Tx, id: string): Promise<Mailbox> {
  const row = await sql.findMailbox(tx, id);
  if (!row) throw notFound();
  return toMailbox(row);
}

const eventOf = eventsOf('mailbox');
