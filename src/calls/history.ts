import type { z } from 'zod';
import type { Tx } from '../platform/db/db.ts';
import { readCursor, readSort, toPage } from '../platform/http/paging.ts';
import { type CallReason, type EndReason, type CallRecord, type CallRecordQuery } from './contract.ts';
import { CAUSE, REFUSALS } from './rules.ts';
import * as sql from './history-sql.ts';

/** The ending of a call that was put through and not answered, by its cause. */
const UNANSWERED: Partial<Record<number, Ending>> = {
  [CAUSE.normal]: { outcome: 'no_answer', reason: null },
  [CAUSE.noAnswer]: { outcome: 'no_answer', reason: null },
  [CAUSE.unreachable]: { outcome: 'unreachable', reason: null },
  [CAUSE.busy]: { outcome: 'busy', reason: null },
  [CAUSE.rejected]: { outcome: 'refused', reason: 'declined' },
  [CAUSE.unknownNumber]: { outcome: 'unreachable', reason: 'unknown_number' },
};
type Ending = Pick<CallRecord, 'outcome' | 'reason'>;
type Ended = { direction: string; answeredAt: Date | null; cause: number; reason: string | null };

const isRefusal = (reason: string | null): reason is Exclude<CallReason, EndReason> =>
  reason !== null && reason !== 'not_ours' && Object.hasOwn(REFUSALS, reason);

/** As what a call stands in the history, and why. Every other cause is a failure on the way. */
export function endingOf({ direction, answeredAt, cause, reason }: Ended): Ending {
  if (answeredAt) return { outcome: 'answered', reason: null };
  if (isRefusal(reason)) return { outcome: REFUSALS[reason].outcome, reason };
  const ending = UNANSWERED[cause] ?? { outcome: 'unreachable', reason: 'failed' };
  return ending.outcome === 'no_answer' && direction === 'inbound' ? { ...ending, outcome: 'missed' } : ending;
}

export async function listCallRecords(tx: Tx, tenantId: string, query: z.output<typeof CallRecordQuery>) {
  const { search, direction, extensionId, from, to } = query;
  const filter = { tenantId, search, direction, extensionId, from, to };
  const rows = await sql.listCallRecords(tx, filter, pageOf(query));
  return toPage(rows, query.limit, await sql.countCallRecords(tx, filter), cursorOf, toCallRecord);
}

function pageOf(query: z.output<typeof CallRecordQuery>): sql.Page {
  const { descending } = readSort<'startedAt'>(query.sort);
  return { descending, after: readCursor(query.cursor), limit: query.limit };
}

const cursorOf = (row: sql.CallRecordRow) => ({ key: sql.BY_START.of(row), id: row.id });

export function toCallRecord(row: sql.CallRecordRow): CallRecord {
  const talked = row.answered_at ? row.ended_at.getTime() - row.answered_at.getTime() : 0;
  return {
    id: row.id,
    direction: row.direction,
    emergency: row.emergency,
    from: row.from_number,
    to: row.to_number,
    extensionId: row.extension_id,
    didId: row.did_id,
    startedAt: row.admitted_at.toISOString(),
    answeredAt: row.answered_at?.toISOString() ?? null,
    endedAt: row.ended_at.toISOString(),
    seconds: Math.max(0, Math.round(talked / 1000)),
    extension: row.extension,
    ...endingOf({ direction: row.direction, answeredAt: row.answered_at, cause: row.cause, reason: row.reason }),
    cause: row.cause,
  };
}
