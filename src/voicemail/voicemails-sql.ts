import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Tx } from '../platform/db/db.ts';
import { keyset, type SortColumn } from '../platform/db/keyset.ts';
import { allRows, firstRow, oneRow } from '../platform/db/rows.ts';
import type { Database } from '../platform/db/schema.ts';
import { hasWords, searchedDigits } from '../platform/db/search.ts';
import type { Page } from '../platform/http/paging.ts';
import type { TranscriptState } from '../transcripts/contract.ts';

type Table = Database['voicemails'];
export type VoicemailRow = Selectable<Table> & {
  mailbox_number: string;
  mailbox_name: string;
  transcript: TranscriptState | null;
};

export const BY_TIME = {
  by: sql`v.received_at`,
  type: 'timestamptz',
  of: (row) => row.received_at.toISOString(),
} as const satisfies SortColumn<VoicemailRow>;

const WITH_MAILBOX = sql`select v.*, m.number as mailbox_number, m.name as mailbox_name, t.state as transcript
  from voicemails v join mailboxes m on m.id = v.mailbox_id left join transcripts t on t.voicemail_id = v.id`;

export type VoicemailFilter = {
  mailboxId?: string | undefined;
  read?: boolean | undefined;
  search?: string | undefined;
};

async function matching(tx: Tx, { mailboxId, read, search }: VoicemailFilter) {
  const digits = await searchedDigits(tx, search);
  const conditions = [
    sql`v.tenant_id = ctx_tenant()`,
    mailboxId !== undefined && sql`v.mailbox_id = ${mailboxId}`,
    read !== undefined && sql`(v.read_at is not null) = ${read}`,
    digits !== null && sql`position(${digits} in v.from_number) > 0`,
    search !== undefined &&
      search !== '' &&
      digits === null &&
      hasWords(
        sql`v.from_name || ' ' || coalesce((select s.words from transcripts s where s.voicemail_id = v.id), '')`,
        search,
      ),
  ].filter((condition) => typeof condition === 'object');
  return sql.join(conditions, sql` and `);
}

export async function listVoicemails(tx: Tx, filter: VoicemailFilter, page: Page): Promise<VoicemailRow[]> {
  const { rows: place, order } = keyset(BY_TIME, page.descending, page.after, sql`v.id`);
  const query = sql<VoicemailRow>`${WITH_MAILBOX} where ${await matching(tx, filter)} and ${place}
    order by ${order} limit ${page.limit + 1}`;
  return allRows(tx, query);
}

export async function countVoicemails(tx: Tx, filter: VoicemailFilter): Promise<number> {
  const counted = sql<{ n: number }>`select count(*)::int as n from voicemails v where ${await matching(tx, filter)}`;
  return (await oneRow(tx, counted)).n;
}

export async function findVoicemail(tx: Tx, id: string): Promise<VoicemailRow | null> {
  return (await firstRow(tx, sql<VoicemailRow>`${WITH_MAILBOX} where v.id = ${id}`)) ?? null;
}

/** The ids of a mailbox's messages, oldest first. */
export async function voicemailsOf(tx: Tx, mailboxId: string): Promise<Selectable<Table>[]> {
  return tx
    .selectFrom('voicemails')
    .selectAll()
    .where('mailbox_id', '=', mailboxId)
    .orderBy('received_at')
    .orderBy('id')
    .execute();
}

/** Repeating it changes nothing, because a recording may be found again after a crash. */
export async function insertVoicemail(tx: Tx, row: Insertable<Table>): Promise<boolean> {
  const result = await tx
    .insertInto('voicemails')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export async function updateVoicemail(tx: Tx, id: string, change: Updateable<Table>): Promise<void> {
  await tx
    .updateTable('voicemails')
    .set({ ...change, version: sql<number>`version + 1` })
    .where('id', '=', id)
    .execute();
}

/** Not a change that anybody else sees, so the version stays. */
export async function setListener(
  tx: Tx,
  id: string,
  heard: { heard_by: string | null; heard_at: Date },
): Promise<void> {
  await tx.updateTable('voicemails').set(heard).where('id', '=', id).execute();
}

export async function deleteVoicemails(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tx.deleteFrom('voicemails').where('id', 'in', ids).execute();
}

/** The mails about one message, by the beginning of their key. */
export function mailsOf(
  tx: Tx,
  occasion: string,
): Promise<Pick<Selectable<Database['mails']>, 'recipient' | 'sent_at' | 'refused_at'>[]> {
  return tx
    .selectFrom('mails')
    .select(['recipient', 'sent_at', 'refused_at'])
    .where('occasion', 'like', `${occasion}%`)
    .execute();
}

/** The message that each of these calls left. */
export async function messagesOfCalls(tx: Tx, callIds: readonly string[]): Promise<Map<string, string>> {
  if (callIds.length === 0) return new Map();
  const rows = await tx.selectFrom('voicemails').select(['id', 'call_id']).where('call_id', 'in', callIds).execute();
  return new Map(rows.flatMap(({ id, call_id }) => (call_id === null ? [] : [[call_id, id]])));
}

/** The ids of all messages of a tenant. */
export async function existing(tx: Tx, tenantId: string): Promise<string[]> {
  const rows = await tx.selectFrom('voicemails').select('id').where('tenant_id', '=', tenantId).execute();
  return rows.map(({ id }) => id);
}
