import type { z } from 'zod';
import type { Tx } from '../platform/db/db.ts';
import { changes, eventsOf, type Owner, recordEvent, type TenantObject } from '../platform/db/events.ts';
import { cursorBy } from '../platform/db/keyset.ts';
import { tenantHome } from '../platform/db/tenant-home.ts';
import { lockTenants } from '../platform/db/tenant-lock.ts';
import type { Actor } from '../platform/http/caller.ts';
import { errorFactory, notFound, platformErrors } from '../platform/http/errors.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import { readPage, toPage } from '../platform/http/paging.ts';
import { newId } from '../platform/values/ids.ts';
import {
  addressBookErrors,
  type Contact,
  type ContactCreate,
  type ContactNumber,
  type ContactPatch,
  type ContactQuery,
  MAX_CONTACTS,
} from './contract.ts';
import { readNumbers } from './rules.ts';
import * as sql from './sql.ts';

const fail = errorFactory({ ...platformErrors, ...addressBookErrors });

export function toContact(row: sql.ContactRow): Contact {
  const { id, name, company, numbers, note, version } = row;
  return { id, name, company, numbers, note, createdAt: row.created_at.toISOString(), version };
}

/** The fields that the audit trail records. */
const audited = ({ name, company, numbers, note }: Contact) => ({ name, company, numbers, note });

export async function listContacts(tx: Tx, query: z.output<typeof ContactQuery>) {
  const page = readPage<keyof typeof sql.SORTS>(query);
  const { search } = query;
  const rows = await sql.listContacts(tx, { search, ...page });
  const total = await sql.countContacts(tx, search);
  return toPage({ rows, limit: page.limit, total }, cursorBy(sql.SORTS[page.sort]), toContact);
}

/** The names of the tenant's contacts by their numbers in E.164. Numbers without a contact are left out. */
export async function contactNames(
  tx: Tx,
  tenantId: string,
  numbers: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  return new Map(numbers.length === 0 ? [] : await sql.namesOf(tx, tenantId, numbers));
}

/** Codes: `invalid` (an unreadable number), `address_book_full`. */
export async function createContact(
  tx: Tx,
  by: Actor,
  tenant: Owner,
  input: z.output<typeof ContactCreate>,
): Promise<Contact> {
  await lockTenants(tx, [tenant.id]);
  const numbers = await checkNumbers(tx, tenant.id, input.numbers);
  await requireRoom(tx, 1);
  const id = newId();
  await sql.insertContacts(tx, tenant.id, [{ ...input, id, numbers }]);
  const contact = await reread(tx, id);
  await recordEvent(tx, by, { ...eventOf('contact.created', tenant, id), after: audited(contact) });
  return contact;
}

export async function editContact(
  tx: Tx,
  by: Actor,
  { tenant, id, patch, ifMatch }: TenantObject & { patch: z.output<typeof ContactPatch> },
): Promise<Contact> {
  await lockTenants(tx, [tenant.id]);
  const before = await reread(tx, id);
  checkVersion(ifMatch, before.version);
  const numbers = patch.numbers ? await checkNumbers(tx, tenant.id, patch.numbers) : before.numbers;
  const after = { ...audited(before), ...patch, numbers };
  const changed = changes(audited(before), after);
  if (!changed) return before;
  await sql.updateContacts(tx, tenant.id, [{ ...after, id }]);
  await recordEvent(tx, by, { ...eventOf('contact.edited', tenant, id), ...changed });
  return reread(tx, id);
}

export async function deleteContact(tx: Tx, by: Actor, { tenant, id, ifMatch }: TenantObject): Promise<void> {
  await lockTenants(tx, [tenant.id]);
  const before = await reread(tx, id);
  checkVersion(ifMatch, before.version);
  await sql.deleteContact(tx, id);
  await recordEvent(tx, by, { ...eventOf('contact.deleted', tenant, id), before: audited(before) });
}

/** The current row; 404 if it was deleted while this request waited for the tenant's lock. */
async function reread(tx: Tx, id: string): Promise<Contact> {
  const row = await sql.findContact(tx, id);
  if (!row) throw notFound();
  return toContact(row);
}

async function checkNumbers(tx: Tx, tenantId: string, written: ContactNumber[]): Promise<ContactNumber[]> {
  const { numbers, faults } = readNumbers(written, await tenantHome(tx, tenantId));
  if (faults.length === 0) return numbers;
  throw fail('invalid', 'Some numbers can’t be used.', {
    errors: faults.map(({ index, message }) => ({ path: `numbers.${index}.number`, message })),
  });
}

/** Refuses more contacts than a tenant may have. The tenant is locked. */
export async function requireRoom(tx: Tx, more: number): Promise<void> {
  if ((await sql.countContacts(tx)) + more <= MAX_CONTACTS) return;
  throw fail('address_book_full', `A tenant can have at most ${MAX_CONTACTS.toLocaleString('en-US')} contacts.`);
}

const eventOf = eventsOf('contact');
