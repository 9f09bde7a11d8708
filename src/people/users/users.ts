import type { z } from 'zod';
import type { Config } from '../../platform/config.ts';
import type { Tx } from '../../platform/db/db.ts';
import { changes, recordEvent } from '../../platform/db/events.ts';
import { type IntegrationObject, saveIntegrationData } from '../../platform/db/integration-data.ts';
import { cursorBy } from '../../platform/db/keyset.ts';
import { lockTenants } from '../../platform/db/tenant-lock.ts';
import type { Actor, Role } from '../../platform/http/caller.ts';
import { errorFactory, invalidField, notFound, platformErrors } from '../../platform/http/errors.ts';
import { checkVersion } from '../../platform/http/if-match.ts';
import { readPage, toPage } from '../../platform/http/paging.ts';
import { newId } from '../../platform/values/ids.ts';
import {
  type IntegrationData,
  type IntegrationPatch,
  mergeIntegrationData,
  NO_INTEGRATION_DATA,
} from '../../platform/values/integration-data.ts';
import { type InvitedUser, peopleErrors, type User, type UserQuery } from '../contract.ts';
import { mailLink } from '../invitations/invitations.ts';
import { mayMoveAddress, removalBlockedBy } from '../rules.ts';
import * as sessionsSql from '../sign-in/sessions-sql.ts';
import { refuseOwnPassword } from './own-access.ts';
import * as sql from './sql.ts';

const fail = errorFactory({ ...platformErrors, ...peopleErrors });

/** The owner of users: a partner (its team), or one of its tenants. */
export type UserOwner = { partnerId: string; tenantId?: string };

export function toUser(row: sql.UserRow): User {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role,
    invited: row.invited,
    extensionId: row.extension_id,
    hearsRecordings: row.hears_recordings,
    secondFactor: row.second_factor,
    ...(row.integration ?? NO_INTEGRATION_DATA),
    createdAt: row.created_at.toISOString(),
    lastSignInAt: row.last_sign_in_at?.toISOString() ?? null,
    version: row.version,
  };
}

/** Fields that only a tenant's users have. */
type TenantUserFields = { extensionId?: string | null; hearsRecordings?: boolean };

/** An event of a user, without what changed. */
export const eventOf = (action: string, owner: UserOwner, id: string) => ({
  action,
  target: { kind: 'user', id },
  partnerId: owner.partnerId,
  tenantId: owner.tenantId ?? null,
});

export async function listUsers(tx: Tx, query: z.output<typeof UserQuery>) {
  const page = readPage<keyof typeof sql.SORTS>(query);
  const rows = await sql.listUsers(tx, query, page);
  const total = await sql.countUsers(tx, query);
  return toPage({ rows, limit: page.limit, total }, cursorBy(sql.SORTS[page.sort]), toUser);
}

/** Adds a user. Without a password, mails an invitation. Codes: `email_taken`, `external_id_taken`, `invalid` (the extension is not the tenant's). */
export async function createUser(
  tx: Tx,
  by: Actor,
  {
    owner,
    input,
    config,
  }: {
    owner: UserOwner;
    input: { email: string; name: string; role: Role; passwordHash: string | null } & TenantUserFields &
      Partial<IntegrationData>;
    config: Config;
  },
): Promise<InvitedUser> {
  const { email, name, role, passwordHash, extensionId = null, hearsRecordings = false } = input;
  const { externalId = null, metadata = {} } = input;
  const integration = { externalId, metadata };
  if (owner.tenantId) await lockTenants(tx, [owner.tenantId]);
  const extension = await numberOf(tx, owner, extensionId);
  const user = {
    id: newId(),
    email,
    name,
    role,
    password_hash: passwordHash,
    extension_id: extensionId,
    hears_recordings: hearsRecordings,
    partner_id: owner.tenantId ? null : owner.partnerId,
    tenant_id: owner.tenantId ?? null,
  };
  const row =
    (await sql.insertUser(tx, user)) ??
    ((await claimAddress(tx, email, owner)) ? await sql.insertUser(tx, user) : undefined);
  if (!row) {
    throw fail('email_taken', 'An account with this email address already exists.', {
      errors: [{ path: 'email', message: 'Already in use.' }],
    });
  }
  await saveIntegrationData(tx, by, integrationOf(owner, row.id), { before: NO_INTEGRATION_DATA, after: integration });
  await recordEvent(tx, by, {
    ...eventOf('user.created', owner, row.id),
    after: {
      email,
      name,
      role,
      ...(extension && { extension }),
      ...(hearsRecordings && { hearsRecordings }),
      ...(externalId !== null && { externalId }),
      ...(Object.keys(metadata).length > 0 && { metadata }),
      invited: row.invited,
    },
  });
  const link = row.invited ? await mailLink(tx, config, { kind: 'invitation', to: row, of: mailOwnerOf(owner) }) : null;
  return { ...toUser({ ...row, integration }), invitationLink: linkToHandOver(config, link) };
}

const integrationOf = (owner: UserOwner, id: string): IntegrationObject => ({
  noun: 'user',
  id,
  partnerId: owner.partnerId,
  tenantId: owner.tenantId ?? null,
});

/** Frees the address of an unconfirmed user elsewhere. False if it stays with that user. */
async function claimAddress(tx: Tx, email: string, owner: UserOwner): Promise<boolean> {
  const holder = await sql.addressHolder(tx, email);
  if (!holder) return true;
  const { user_id, role, partner_id: partnerId, tenant_id: tenantId, confirmed, only_admin: onlyAdmin } = holder;
  const newcomer = { partnerId: owner.partnerId, tenantId: owner.tenantId ?? null };
  return (
    mayMoveAddress({ role, partnerId, tenantId, confirmed, onlyAdmin }, newcomer) && sql.removeUnconfirmed(tx, user_id)
  );
}

/** The owner of a mail to the user. A tenant's mails are deleted with the tenant. */
export const mailOwnerOf = (owner: UserOwner) =>
  owner.tenantId ? { tenantId: owner.tenantId } : { partnerId: owner.partnerId };

/**
 * Changes name, role, password or extension. A new password ends all sessions of the user, and its links. Codes: `last_admin`, `own_account`, `invalid` (the
 * extension is not the tenant's).
 */
export async function editUser(
  tx: Tx,
  by: Actor,
  {
    owner,
    id,
    change,
    ifMatch,
  }: {
    owner: UserOwner;
    id: string;
    change: { name?: string; role?: Role; passwordHash?: string | null } & TenantUserFields & IntegrationPatch;
    ifMatch: number | null;
  },
): Promise<User> {
  const row = await lockUser(
    tx,
    by,
    { owner, id },
    (present) => change.role !== undefined && change.role !== present.role,
  );
  if (change.passwordHash) refuseOwnPassword(by, id);
  checkVersion(ifMatch, row.version);
  const { name = row.name, role = row.role, extensionId = row.extension_id } = change;
  const { hearsRecordings = row.hears_recordings } = change;
  const data = row.integration ?? NO_INTEGRATION_DATA;
  const before = {
    name: row.name,
    role: row.role,
    extension: await numberOf(tx, owner, row.extension_id),
    hearsRecordings: row.hears_recordings,
    ...data,
  };
  const integration = mergeIntegrationData(data, change);
  const extension = await numberOf(tx, owner, extensionId);
  const changed = changes(before, { name, role, extension, hearsRecordings, ...integration });
  if (!changed && !change.passwordHash) return toUser(row);
  await saveIntegrationData(tx, by, integrationOf(owner, id), { before: data, after: integration });
  const after = await sql.updateUser(tx, id, {
    name: change.name,
    role: change.role,
    extension_id: change.extensionId,
    hears_recordings: change.hearsRecordings,
    password_hash: change.passwordHash ?? undefined,
  });
  if (change.passwordHash) await sessionsSql.closeSessionsOf(tx, id);
  await recordEvent(tx, by, {
    ...eventOf('user.edited', owner, id),
    before: changed?.before,
    after: { ...changed?.after, ...(change.passwordHash && { passwordChanged: true }) },
  });
  return toUser(after);
}

/** The number of the tenant's extension, as the audit trail records it; null for none. Codes: `invalid`. */
async function numberOf(tx: Tx, { tenantId }: UserOwner, extensionId: string | null): Promise<string | null> {
  if (extensionId === null) return null;
  const number = tenantId ? await sql.extensionNumber(tx, tenantId, extensionId) : null;
  if (number !== null) return number;
  throw invalidField(
    'extensionId',
    'Choose one of the tenant’s extensions.',
    'The extension must be one of the tenant’s own.',
  );
}

/** The user's own extension; null if they have none. */
export async function extensionOfUser(tx: Tx, userId: string): Promise<string | null> {
  return (await sql.findUser(tx, userId))?.extension_id ?? null;
}

/** The extension whose recordings a tenant's ordinary user may listen to; null for none. */
export async function extensionHeardBy(tx: Tx, userId: string): Promise<string | null> {
  const user = await sql.findUser(tx, userId);
  return user?.hears_recordings ? user.extension_id : null;
}

/** Removes a user, whose next request is refused. Codes: `last_admin`, `own_account`. */
export async function deleteUser(
  tx: Tx,
  by: Actor,
  { owner, id, ifMatch }: { owner: UserOwner; id: string; ifMatch: number | null },
): Promise<void> {
  const row = await lockUser(tx, by, { owner, id }, () => true);
  checkVersion(ifMatch, row.version);
  // before the delete, because the event contains the user's external id
  await recordEvent(tx, by, {
    ...eventOf('user.deleted', owner, id),
    before: { email: row.email, name: row.name, role: row.role },
  });
  await sql.deleteUser(tx, id);
}

/** The link to pass on by other means; null if it is mailed. */
export const linkToHandOver = (config: Config, link: string | null): string | null =>
  config.smtpUrl === undefined ? link : null;

/** Locks the user, and all admins if one may be lost, so that the last admin remains under concurrent changes. */
async function lockUser(
  tx: Tx,
  by: Actor,
  { owner, id }: { owner: UserOwner; id: string },
  losesRole: (row: sql.UserRow) => boolean,
): Promise<sql.UserRow> {
  if (owner.tenantId) await lockTenants(tx, [owner.tenantId]);
  const admins = await sql.lockUsersWithRole(tx, owner.tenantId ? 'tenant_admin' : 'partner_admin');
  const row = await sql.findUser(tx, id);
  if (!row) throw notFound();
  const kept = losesRole(row) ? removalBlockedBy({ by, target: row, admins: admins.length }) : null;
  if (kept === 'own_account') throw fail(kept, 'You can’t do this to your own account. Ask another admin.');
  if (kept === 'last_admin') throw fail(kept, 'This is the last admin. Make another user an admin first.');
  return row;
}
