import type { z } from 'zod';
import { createUser } from '../people/users/users.ts';
import type { Config } from '../platform/config.ts';
import type { Tx } from '../platform/db/db.ts';
import { recordEvent } from '../platform/db/events.ts';
import { cursorBy } from '../platform/db/keyset.ts';
import { GIVE_UP_DAYS } from '../platform/db/mail/mail.ts';
import type { Actor } from '../platform/http/caller.ts';
import { readPage, toPage } from '../platform/http/paging.ts';
import { DAY_MS } from '../platform/time/durations.ts';
import { newId } from '../platform/values/ids.ts';
import type {
  Mail,
  MailQuery,
  Partner,
  PartnerCreate,
  PartnerCreated,
  PartnerDetail,
  PartnerQuery,
} from './contract.ts';
import * as sql from './sql.ts';

function toPartner(row: sql.PartnerRow): Partner {
  return {
    id: row.id,
    name: row.name,
    tenants: row.tenants,
    createdAt: row.created_at.toISOString(),
    version: row.version,
  };
}

export async function listPartners(tx: Tx, query: z.output<typeof PartnerQuery>) {
  const page = readPage<keyof typeof sql.PARTNER_SORTS>(query);
  const { search } = query;
  const rows = await sql.listPartners(tx, { search, ...page });
  const total = await sql.countPartners(tx, search);
  return toPage({ rows, limit: page.limit, total }, cursorBy(sql.PARTNER_SORTS[page.sort]), toPartner);
}

/** Null if there is no such partner. */
export async function readPartner(tx: Tx, id: string): Promise<PartnerDetail | null> {
  const row = await sql.findPartner(tx, id);
  if (!row) return null;
  const counts = await sql.tenantsByStatus(tx, id);
  const of = (status: string) => counts.find((count) => count.status === status)?.tenants ?? 0;
  const byStatus = { TRIAL: of('TRIAL'), ACTIVE: of('ACTIVE'), SUSPENDED: of('SUSPENDED'), CANCELLED: of('CANCELLED') };
  return { ...toPartner(row), byStatus };
}

/** Creates a partner without users. */
export async function createPartnerWithoutUsers(tx: Tx, by: Actor, name: string): Promise<Partner> {
  const row = await sql.insertPartner(tx, { id: newId(), name });
  const target = { kind: 'partner', id: row.id };
  await recordEvent(tx, by, { action: 'partner.created', target, partnerId: row.id, after: { name } });
  return toPartner(row);
}

/** Creates a partner and invites its first admin. Codes: `email_taken`. */
export async function createPartner(
  tx: Tx,
  config: Config,
  by: Actor,
  input: z.output<typeof PartnerCreate>,
): Promise<PartnerCreated> {
  const partner = await createPartnerWithoutUsers(tx, by, input.name);
  const admin = { ...input.admin, role: 'partner_admin', passwordHash: null } as const;
  const { invitationLink } = await createUser(tx, by, { owner: { partnerId: partner.id }, input: admin, config });
  return { ...partner, invitationLink };
}

function stateOf(row: sql.MailRow, hasServer: boolean, now: Date): z.output<typeof Mail>['state'] {
  if (row.sent_at) return 'sent';
  const tooLate = now.getTime() - row.created_at.getTime() >= GIVE_UP_DAYS * DAY_MS;
  if (row.refused_at || tooLate) return 'given_up';
  return hasServer ? 'waiting' : 'kept';
}

function toMail(row: sql.MailRow, hasServer: boolean, now: Date): z.output<typeof Mail> {
  return {
    id: row.id,
    recipient: row.recipient,
    subject: row.subject,
    body: row.body,
    createdAt: row.created_at.toISOString(),
    sentAt: row.sent_at?.toISOString() ?? null,
    state: stateOf(row, hasServer, now),
    attempts: row.attempts,
    lastError: row.last_error,
  };
}

/** The outbox. Without a mail server, the operator reads invitation links here and passes them on by other means. */
export async function listMails(tx: Tx, config: Config, query: z.output<typeof MailQuery>, now: Date) {
  const page = readPage<keyof typeof sql.MAIL_SORTS>(query);
  const { search } = query;
  const rows = await sql.listMails(tx, { search, ...page });
  const total = await sql.countMails(tx, search);
  return toPage({ rows, limit: page.limit, total }, cursorBy(sql.MAIL_SORTS[page.sort]), (row) =>
    toMail(row, config.smtpUrl !== undefined, now),
  );
}
