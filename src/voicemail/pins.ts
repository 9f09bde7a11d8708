import { timingSafeEqual } from 'node:crypto';
import type { PinSource } from '../calls/model/mailbox.ts';
import type { Tx } from '../platform/db/db.ts';
import type { MailboxRow } from './mailboxes-sql.ts';
import { hashPin } from './mailboxes.ts';
import * as sql from './pins-sql.ts';
import { KNOWN_CALLER_MS, PIN_ATTEMPTS_AT_ONCE, PIN_FAILURES_MS, pinWaitSeconds } from './rules.ts';

export type PinResult = 'right' | 'wrong' | 'wait';

/** What a wrong PIN counts for. `own`: of this caller at this mailbox. `others`: what the caller shares with other callers, or mailboxes. */
type Counts = { own: string; mailbox: string | null; caller: string | null };

/** The mailbox's own phone is counted separately, so that attempts from elsewhere don't lock the owner out. */
function countsOf(mailboxId: string, source: PinSource): Counts {
  if (source.kind === 'ownPhone') return { own: `own ${mailboxId}`, mailbox: null, caller: null };
  const caller = source.kind === 'phone' ? `phone ${source.extensionId}` : `outside ${source.number}`;
  return { own: `at ${mailboxId} ${caller}`, mailbox: `mailbox ${mailboxId}`, caller: `caller ${caller}` };
}

/**
 * Checks a PIN. Wrong PINs are counted in the database, so that simultaneous calls get no additional attempts. They are counted by mailbox and
 * caller, by mailbox, and by caller.
 */
export async function checkPin(
  tx: Tx,
  mailbox: MailboxRow,
  { source, pin, secretKey, now }: { source: PinSource; pin: string; secretKey: string; now: Date },
): Promise<PinResult> {
  const { id, tenant_id: tenantId, pin_hash: hash } = mailbox;
  const counts = countsOf(id, source);
  const rows = await sql.lockAttempts(tx, tenantId, sourcesOf(counts));
  const attempts = new Map(rows.map((row) => [row.source, presentOf(row, now)]));
  const own = attempts.get(counts.own) ?? NONE;
  if (mustWait(attempts, { counts, own, source, now })) return 'wait';
  if (hash !== null && timingSafeEqual(hash, hashPin(secretKey, id, pin))) {
    // the caller's wrong PINs here were slips; others' remain
    for (const [name, { failures, last_at: lastAt }] of attempts)
      await sql.setFailures(tx, tenantId, {
        source: name,
        failures: Math.max(0, failures - own.failures),
        last_at: lastAt,
      });
    await sql.setOpened(tx, tenantId, counts.own, now);
    return 'right';
  }
  for (const [name, { failures }] of attempts)
    await sql.setFailures(tx, tenantId, { source: name, failures: failures + 1, last_at: now });
  await sql.deleteStale(tx, tenantId, {
    failedBefore: new Date(now.getTime() - PIN_FAILURES_MS),
    openedBefore: new Date(now.getTime() - KNOWN_CALLER_MS),
  });
  return 'wrong';
}

type Present = Pick<sql.Attempts, 'failures' | 'last_at' | 'opened_at'>;
const NONE: Present = { failures: 0, last_at: new Date(0), opened_at: null };

const sourcesOf = ({ own, mailbox, caller }: Counts): string[] =>
  [own, mailbox, caller].filter((name) => name !== null);

const presentOf = (row: sql.Attempts, now: Date): Present =>
  now.getTime() - row.last_at.getTime() > PIN_FAILURES_MS ? { ...row, failures: 0 } : row;

function mustWait(
  attempts: ReadonlyMap<string, Present>,
  { counts, own, source, now }: { counts: Counts; own: Present; source: PinSource; now: Date },
): boolean {
  const isOver = ({ failures, last_at: lastAt }: Present): boolean =>
    now.getTime() - lastAt.getTime() >= pinWaitSeconds(failures) * 1000;
  const isExempt = own.failures < attemptsAtOnce(own, source, now);
  return [...attempts].some(([name, count]) => !(name === counts.mailbox && isExempt) && !isOver(count));
}

/** How many wrong PINs the caller may enter whatever others have entered. */
function attemptsAtOnce({ opened_at: openedAt }: Present, source: PinSource, now: Date): number {
  if (source.kind === 'ownPhone') return 0;
  // callers that hide their number are many, and none of them is known
  const hasName = source.kind === 'phone' || source.number.startsWith('+');
  const isKnown = hasName && openedAt !== null && now.getTime() - openedAt.getTime() < KNOWN_CALLER_MS;
  return isKnown ? PIN_ATTEMPTS_AT_ONCE.known : PIN_ATTEMPTS_AT_ONCE[source.kind];
}
