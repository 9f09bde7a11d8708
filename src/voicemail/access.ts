import { extensionOfUser } from '../people/users/users.ts';
import type { Tx } from '../platform/db/db.ts';
import type { Caller } from '../platform/http/caller.ts';
import { mailboxOfExtension } from './mailboxes-sql.ts';
import { findVoicemail, type VoicemailRow } from './voicemails-sql.ts';

/** Which messages somebody may access: all of the tenant's, those in one mailbox, or none. */
export type Access = 'all' | 'none' | { mailboxId: string };

/** A tenant's plain users can access the mailbox of their own extension, or none if they have no extension. */
export async function accessOf(tx: Tx, caller: Caller): Promise<Access> {
  if (caller.role !== 'tenant_user') return 'all';
  const extensionId = await extensionOfUser(tx, caller.id);
  const mailbox = extensionId === null ? null : await mailboxOfExtension(tx, extensionId);
  return mailbox ? { mailboxId: mailbox.id } : 'none';
}

/** Finds a message that this caller may access. Others count as not existing. */
export async function findAccessible(tx: Tx, caller: Caller, id: string): Promise<VoicemailRow | null> {
  const message = await findVoicemail(tx, id);
  if (!message) return null;
  const access = await accessOf(tx, caller);
  return access === 'all' || (access !== 'none' && access.mailboxId === message.mailbox_id) ? message : null;
}
