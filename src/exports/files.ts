import { listContacts } from '../address-book/address-book.ts';
import { ContactQuery } from '../address-book/contract.ts';
import { ApiKeyQuery } from '../api-keys/contract.ts';
import { listTenantKeys } from '../api-keys/tenant-keys.ts';
import { listTenantEvents } from '../audit/audit.ts';
import { TenantAuditQuery } from '../audit/contract.ts';
import { allCallRecords } from '../calls/history/history.ts';
import { listSavedCards } from '../cards/cards.ts';
import { allEmergencyCalls, readContacts } from '../emergency/emergency.ts';
import { ExtensionQuery } from '../extensions/contract.ts';
import { listExtensions } from '../extensions/extensions.ts';
import { exportFlows, exportStatistics } from '../flows/export.ts';
import { allForwarding } from '../forwarding/forwarding.ts';
import { listTrips } from '../fraud/trips.ts';
import { GroupQuery } from '../groups/contract.ts';
import { listGroups } from '../groups/groups.ts';
import { readHoldMusic } from '../hold-music/hold-music.ts';
import { listInvoiceDetails } from '../invoices/invoices.ts';
import { MEDIA_USERS } from '../media-users.ts';
import { MediaQuery } from '../media/contract.ts';
import { listMedia } from '../media/media.ts';
import { EntryQuery, NumberListQuery } from '../number-lists/contract.ts';
import { listAllEntries, listNumberLists } from '../number-lists/number-lists.ts';
import { TenantDidQuery } from '../numbers/contract.ts';
import { listTenantDids } from '../numbers/routing.ts';
import { OBJECT_USERS } from '../object-users.ts';
import { readPermissions } from '../outbound/outbound.ts';
import { TenantPaymentQuery } from '../payments/contract.ts';
import { listTenantPayments } from '../payments/payments.ts';
import { readStatement } from '../payments/statement.ts';
import { UserQuery } from '../people/contract.ts';
import { listUsers } from '../people/users/users.ts';
import { asTenant, type Db, type Tx } from '../platform/db/db.ts';
import { eachCursor, mapPages } from '../platform/db/each-page.ts';
import { type Cell, csvHead, csvRows } from '../platform/escape/csv.ts';
import { RecordingQuery } from '../recordings/contract.ts';
import { listRecordings } from '../recordings/recordings.ts';
import { readSettings } from '../recordings/settings.ts';
import { ScheduleQuery } from '../schedules/contract.ts';
import { listSchedules } from '../schedules/schedules.ts';
import { asTenantSees, readTenant } from '../tenants/tenants.ts';
import { allTranscripts } from '../transcripts/transcripts.ts';
import { MailboxQuery, VoicemailQuery } from '../voicemail/contract.ts';
import { listMailboxes } from '../voicemail/mailboxes.ts';
import { listVoicemails } from '../voicemail/voicemails.ts';
import { CALL_COLUMNS, MESSAGE_COLUMNS, toCallRow, toMessageRows } from './csv-rows.ts';

type Page = { items: object[]; nextCursor: string | null };
/** Where a file comes from. Each page is read in a separate transaction, so that an export that takes hours blocks nobody. */
type Source = {
  tenantId: string;
  now: Date;
  within: <R>(work: (tx: Tx) => Promise<R>) => Promise<R>;
  pages: (list: (tx: Tx, page: { limit: number; cursor?: string }) => Promise<Page>) => AsyncGenerator<object[]>;
};
type TenantFile = {
  /** The tables whose rows the file contains. */
  tables: readonly string[];
  content: (source: Source) => AsyncGenerator<string>;
};

const PAGE_SIZE = 200;

/**
 * All of a tenant's data. The files are the API's own responses to the tenant's admin, so they contain no secrets and nothing that only the partner
 * sees, such as limits, no matter who asked for the export. A table that is in none of them gives its reason in `LEFT_OUT`.
 */
export const FILES: Record<string, TenantFile> = {
  'tenant.json': {
    tables: [],
    content: ({ within, tenantId }) => one(() => within(async (tx) => asTenantSees(await readTenant(tx, tenantId)))),
  },
  'users.json': {
    tables: ['users'],
    content: ({ pages }) => json(pages((tx, page) => listUsers(tx, UserQuery.parse(page)))),
  },
  'extensions.json': {
    tables: ['extensions'],
    content: ({ pages }) => json(pages((tx, page) => listExtensions(tx, ExtensionQuery.parse(page)))),
  },
  'forwarding.json': {
    tables: ['forwarding'],
    content: ({ within }) => one(() => within(allForwarding)),
  },
  'groups.json': {
    tables: ['ring_groups', 'ring_group_members'],
    content: ({ pages }) => json(pages((tx, page) => listGroups(tx, GroupQuery.parse(page)))),
  },
  'schedules.json': {
    tables: ['schedules'],
    content: ({ pages, now }) =>
      json(pages((tx, page) => listSchedules(tx, ScheduleQuery.parse(page), OBJECT_USERS, now))),
  },
  'number-lists.json': {
    tables: ['number_lists'],
    content: ({ pages }) => json(pages((tx, page) => listNumberLists(tx, NumberListQuery.parse(page), OBJECT_USERS))),
  },
  'number-list-entries.json': {
    tables: ['number_list_entries'],
    content: ({ pages }) => json(pages((tx, page) => listAllEntries(tx, EntryQuery.parse(page)))),
  },
  'flows.json': {
    tables: ['flows', 'flow_versions'],
    content: ({ pages }) => json(pages(exportFlows)),
  },
  'flow-statistics.json': {
    tables: ['flow_statistics'],
    content: ({ pages, tenantId, now }) => json(pages((tx, page) => exportStatistics(tx, tenantId, page, now))),
  },
  'numbers.json': {
    tables: ['dids'],
    content: ({ pages, tenantId }) =>
      json(pages((tx, page) => listTenantDids(tx, tenantId, TenantDidQuery.parse(page)))),
  },
  'outbound-permissions.json': {
    tables: ['outbound_permissions'],
    content: ({ within, tenantId }) => one(() => within((tx) => readPermissions(tx, tenantId))),
  },
  'invoices.json': {
    tables: ['invoices'],
    content: ({ pages, tenantId, now }) => json(pages((tx, page) => listInvoiceDetails(tx, tenantId, page, now))),
  },
  'payments.json': {
    tables: ['payments', 'payment_shares'],
    content: ({ pages, tenantId }) =>
      json(pages((tx, page) => listTenantPayments(tx, tenantId, TenantPaymentQuery.parse(page)))),
  },
  'statement.json': {
    tables: ['credit_notes', 'refunds'],
    content: ({ within, tenantId, now }) => one(() => within((tx) => readStatement(tx, tenantId, { from: EVER }, now))),
  },
  'cards.json': {
    tables: ['cards'],
    content: ({ within, tenantId }) => one(() => within((tx) => listSavedCards(tx, tenantId))),
  },
  'fraud-trips.json': {
    tables: ['fraud_trips'],
    content: ({ within, tenantId }) => one(() => within((tx) => listTrips(tx, tenantId))),
  },
  'calls.csv': {
    tables: ['calls', 'call_charges'],
    content: ({ within, tenantId }) =>
      csv(CALL_COLUMNS, mapPages(allCallRecords(within, {}, { tenantId, query: { sort: 'startedAt' } }), toCallRow)),
  },
  'contacts.json': {
    tables: ['address_book', 'address_book_numbers'],
    content: ({ pages }) => json(pages((tx, page) => listContacts(tx, ContactQuery.parse(page)))),
  },
  'mailboxes.json': {
    tables: ['mailboxes'],
    content: ({ pages }) => json(pages((tx, page) => listMailboxes(tx, MailboxQuery.parse(page)))),
  },
  'messages.csv': {
    tables: ['voicemails'],
    content: ({ pages }) =>
      csv(MESSAGE_COLUMNS, toMessageRows(pages((tx, page) => listVoicemails(tx, VoicemailQuery.parse(page))))),
  },
  'recordings.json': {
    tables: ['recordings'],
    content: ({ pages }) => json(pages((tx, page) => listRecordings(tx, RecordingQuery.parse(page), 'all'))),
  },
  'recording-settings.json': {
    tables: ['recording_settings'],
    content: ({ within, tenantId }) => one(() => within((tx) => readSettings(tx, tenantId))),
  },
  'transcripts.json': {
    tables: ['transcripts'],
    content: ({ within, tenantId }) => json(allTranscripts(within, tenantId)),
  },
  'media.json': {
    tables: ['media', 'media_files'],
    content: ({ pages }) => json(pages((tx, page) => listMedia(tx, MediaQuery.parse(page), MEDIA_USERS))),
  },
  'hold-music.json': {
    tables: ['hold_music'],
    content: ({ within, tenantId }) => one(() => within((tx) => readHoldMusic(tx, tenantId))),
  },
  'emergency-calls.json': {
    tables: ['emergency_calls'],
    content: ({ within, tenantId }) => json(allEmergencyCalls(within, tenantId)),
  },
  'emergency-contacts.json': {
    tables: ['emergency_contacts'],
    content: ({ within, tenantId }) => one(() => within((tx) => readContacts(tx, tenantId))),
  },
  'api-keys.json': {
    tables: ['api_keys'],
    content: ({ pages, tenantId }) => json(pages((tx, page) => listTenantKeys(tx, tenantId, ApiKeyQuery.parse(page)))),
  },
  'audit-events.json': {
    tables: ['audit_events'],
    content: ({ pages, tenantId }) =>
      json(pages((tx, page) => listTenantEvents(tx, tenantId, TenantAuditQuery.parse(page), 'tenant'))),
  },
};

/** Earlier than any tenant. */
const EVER = '2020-01-01';

/** The files of a tenant, each generated when it is called. */
export function filesOf(db: Db, tenantId: string, now: Date): Record<string, () => AsyncGenerator<string>> {
  const within: Source['within'] = (work) => asTenant(db, tenantId, work);
  const pages: Source['pages'] = (list) => eachCursor(PAGE_SIZE, (page) => within((tx) => list(tx, page)));
  const source = { tenantId, now, within, pages };
  return Object.fromEntries(Object.entries(FILES).map(([name, { content }]) => [name, () => content(source)]));
}

async function* one(read: () => Promise<unknown>): AsyncGenerator<string> {
  yield `${JSON.stringify(await read(), null, 2)}\n`;
}

async function* json(pages: AsyncGenerator<object[]>): AsyncGenerator<string> {
  let before = '[\n';
  for await (const items of pages) {
    for (const item of items) {
      yield before + JSON.stringify(item);
      before = ',\n';
    }
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

async function* csv(columns: string[], pages: AsyncGenerator<Record<string, Cell>[]>): AsyncGenerator<string> {
  yield csvHead(columns);
  for await (const items of pages) yield csvRows(items.map((item) => columns.map((column) => item[column] ?? null)));
}
