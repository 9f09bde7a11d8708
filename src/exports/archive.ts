import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { z } from 'zod';
import { listContacts } from '../address-book/address-book.ts';
import { ContactQuery } from '../address-book/contract.ts';
import { listTenantEvents } from '../audit/audit.ts';
import { TenantAuditQuery } from '../audit/contract.ts';
import { allCallRecords } from '../calls/history/history.ts';
import { listSavedCards } from '../cards/cards.ts';
import { CallDetail } from '../calls/history/contract.ts';
import { allEmergencyCalls, readContacts } from '../emergency/emergency.ts';
import { ExtensionQuery } from '../extensions/contract.ts';
import { listExtensions } from '../extensions/extensions.ts';
import { exportFlows } from '../flows/export.ts';
import { allForwarding } from '../forwarding/forwarding.ts';
import { GroupQuery } from '../groups/contract.ts';
import { listGroups } from '../groups/groups.ts';
import { readHoldMusic } from '../hold-music/hold-music.ts';
import { MEDIA_USERS } from '../media-users.ts';
import { MediaQuery } from '../media/contract.ts';
import { listMedia } from '../media/media.ts';
import { EntryQuery, NumberListQuery } from '../number-lists/contract.ts';
import { listAllEntries, listNumberLists } from '../number-lists/number-lists.ts';
import { OBJECT_USERS } from '../object-users.ts';
import { TenantDidQuery } from '../numbers/contract.ts';
import { listTenantDids } from '../numbers/routing.ts';
import { readPermissions } from '../outbound/outbound.ts';
import { UserQuery } from '../people/contract.ts';
import { listUsers } from '../people/users.ts';
import { asTenant, type Db, type Tx } from '../platform/db/db.ts';
import { eachCursor } from '../platform/db/each-page.ts';
import type { FileKind, Storage } from '../platform/db/storage.ts';
import { type Cell, csvHead, csvRows } from '../platform/escape/csv.ts';
import { RecordingQuery } from '../recordings/contract.ts';
import { listRecordings } from '../recordings/recordings.ts';
import { readSettings } from '../recordings/settings.ts';
import { ScheduleQuery } from '../schedules/contract.ts';
import { listInvoiceDetails } from '../invoices/invoices.ts';
import { TenantPaymentQuery } from '../payments/contract.ts';
import { listTenantPayments } from '../payments/payments.ts';
import { listSchedules } from '../schedules/schedules.ts';
import { asTenantSees, readTenant } from '../tenants/tenants.ts';
import { MailboxQuery, Voicemail, VoicemailQuery } from '../voicemail/contract.ts';
import { listMailboxes } from '../voicemail/mailboxes.ts';
import { allTranscripts } from '../transcripts/transcripts.ts';
import { listVoicemails } from '../voicemail/voicemails.ts';

type Page = { items: object[]; nextCursor: string | null };
type Pages = AsyncGenerator<object[]>;
type Within = <R>(work: (tx: Tx) => Promise<R>) => Promise<R>;

/**
 * All of a tenant's data, file by file. The files are the API's own responses to the tenant's admin, so they contain no secrets and nothing that
 * only the partner sees, such as limits, no matter who asked for the export. Each page is read in a separate transaction, so that an export that
 * takes hours blocks nobody. A new slice with a tenant's data adds a line here.
 */
export async function archiveOf(db: Db, storage: Storage, tenantId: string): Promise<Readable> {
  const within = <R>(work: (tx: Tx) => Promise<R>): Promise<R> => asTenant(db, tenantId, work);
  const pages = (list: (tx: Tx, page: { limit: number; cursor?: string }) => Promise<Page>) =>
    eachCursor(PAGE_SIZE, (page) => within((tx) => list(tx, page)));
  const files: Record<string, () => AsyncGenerator<string>> = {
    'tenant.json': () => one(() => within(async (tx) => asTenantSees(await readTenant(tx, tenantId)))),
    'users.json': () => json(pages((tx, page) => listUsers(tx, UserQuery.parse(page)))),
    'extensions.json': () => json(pages((tx, page) => listExtensions(tx, ExtensionQuery.parse(page)))),
    'forwarding.json': () => one(() => within(allForwarding)),
    'groups.json': () => json(pages((tx, page) => listGroups(tx, GroupQuery.parse(page)))),
    'schedules.json': () =>
      json(pages((tx, page) => listSchedules(tx, ScheduleQuery.parse(page), OBJECT_USERS, new Date()))),
    'number-lists.json': () =>
      json(pages((tx, page) => listNumberLists(tx, NumberListQuery.parse(page), OBJECT_USERS))),
    'number-list-entries.json': () => json(pages((tx, page) => listAllEntries(tx, EntryQuery.parse(page)))),
    'flows.json': () => json(pages(exportFlows)),
    'numbers.json': () => json(pages((tx, page) => listTenantDids(tx, tenantId, TenantDidQuery.parse(page)))),
    'outbound-permissions.json': () => one(() => within((tx) => readPermissions(tx, tenantId))),
    'invoices.json': () => json(pages((tx, page) => listInvoiceDetails(tx, tenantId, page))),
    'payments.json': () => json(pages((tx, page) => listTenantPayments(tx, tenantId, TenantPaymentQuery.parse(page)))),
    'cards.json': () => one(() => within((tx) => listSavedCards(tx, tenantId))),
    'calls.csv': () => csv(CALL_COLUMNS, callPages(within, tenantId)),
    'contacts.json': () => json(pages((tx, page) => listContacts(tx, ContactQuery.parse(page)))),
    'mailboxes.json': () => json(pages((tx, page) => listMailboxes(tx, MailboxQuery.parse(page)))),
    'messages.csv': () =>
      csv(MESSAGE_COLUMNS, messageRows(pages((tx, page) => listVoicemails(tx, VoicemailQuery.parse(page))))),
    'recordings.json': () => json(pages((tx, page) => listRecordings(tx, RecordingQuery.parse(page), 'all'))),
    'recording-settings.json': () => one(() => within((tx) => readSettings(tx, tenantId))),
    'transcripts.json': () => json(allTranscripts(within, tenantId)),
    'media.json': () => json(pages((tx, page) => listMedia(tx, MediaQuery.parse(page), MEDIA_USERS))),
    'hold-music.json': () => one(() => within((tx) => readHoldMusic(tx, tenantId))),
    'emergency-calls.json': () => json(allEmergencyCalls(within, tenantId)),
    'emergency-contacts.json': () => one(() => within((tx) => readContacts(tx, tenantId))),
    'audit-events.json': () =>
      json(pages((tx, page) => listTenantEvents(tx, tenantId, TenantAuditQuery.parse(page), 'tenant'))),
  };
  const zip = new ZipFile();
  // the library makes a PassThrough, and declares only that it can be read
  const ended = zip.outputStream as Readable;
  for (const [name, content] of Object.entries(files)) {
    zip.addReadStreamLazy(name, {}, (take) => {
      // an unreadable file fails the whole export: a partial one would be taken for complete
      take(
        null,
        Readable.from(content()).on('error', (error) => ended.destroy(error)),
      );
    });
  }
  for (const kind of MEDIA) {
    for (const { name } of await storage.list(tenantId, kind))
      zip.addReadStreamLazy(`${kind}/${name}`, {}, (take) => {
        const content = Readable.from(bytesOf(storage, tenantId, kind, name));
        take(
          null,
          content.on('error', (error) => ended.destroy(error)),
        );
      });
  }
  zip.end();
  return ended;
}

/** The folders of sound; `messages.csv` and `recordings.json` name each file by its id, and `media.json` by its hash. */
const MEDIA = ['voicemails', 'greetings', 'recordings', 'media'] as const satisfies FileKind[];

/** A file that was deleted since the list was made is empty. */
async function* bytesOf(storage: Storage, tenantId: string, kind: FileKind, name: string): AsyncGenerator<Buffer> {
  const file = await storage.open(tenantId, kind, name);
  if (file) yield* file.read();
}

const MESSAGE_COLUMNS = [...Object.keys(Voicemail.omit({ mailbox: true, version: true }).shape), 'mailbox'];

/** Messages as CSV rows, each with its mailbox by its number. */
async function* messageRows(messages: Pages): AsyncGenerator<Record<string, Cell>[]> {
  for await (const items of messages)
    yield z
      .array(Voicemail)
      .parse(items)
      .map(({ mailbox, ...message }) => ({ ...message, mailbox: mailbox.number }));
}

const PAGE_SIZE = 200;

async function* callPages(within: Within, tenantId: string): AsyncGenerator<Record<string, Cell>[]> {
  for await (const calls of allCallRecords(within, {}, tenantId, { sort: 'startedAt' })) yield calls.map(toCsvRow);
}

/** Recordings and messages name their call in their own files. */
const PLAIN = CallDetail.omit({
  extension: true,
  calledExtension: true,
  answeredBy: true,
  legs: true,
  path: true,
  charge: true,
  charges: true,
  recordingId: true,
  voicemailId: true,
});
const CALL_COLUMNS = [
  ...Object.keys(PLAIN.shape),
  'extensionNumber',
  'extensionName',
  'calledExtensionName',
  'answeredByNumber',
  'answeredByName',
  'path',
  'charges',
];

/** A call as one CSV row, with its extensions as number and name, and its path and charges as JSON. */
const toCsvRow = ({
  extension,
  calledExtension,
  answeredBy,
  legs: _legs,
  path,
  charge: _charge,
  charges,
  ...call
}: CallDetail) => ({
  ...call,
  extensionNumber: extension?.number ?? null,
  extensionName: extension?.name ?? null,
  calledExtensionName: calledExtension?.name ?? null,
  answeredByNumber: answeredBy?.number ?? null,
  answeredByName: answeredBy?.name ?? null,
  path: path.length === 0 ? null : JSON.stringify(path),
  charges: charges.length === 0 ? null : JSON.stringify(charges),
});

async function* one(read: () => Promise<unknown>): AsyncGenerator<string> {
  yield `${JSON.stringify(await read(), null, 2)}\n`;
}

async function* json(pages: Pages): AsyncGenerator<string> {
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
