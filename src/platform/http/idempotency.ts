import { sql } from 'kysely';
import type { Tx } from '../db/db.ts';
import { fail } from './errors.ts';
import { keyedHash } from '../secrets.ts';

/** `bodyHash` is keyed: the body may hold a password, which a plain hash would let be guessed. */
export type KeyedRequest = { actorId: string; method: string; path: string; key: string; bodyHash: Buffer };
export type KeptAnswer = { status: number; body: string; headers: Record<string, string> };

export const hashBody = (secretKey: string, body: unknown): Buffer =>
  keyedHash(secretKey, 'bodies of repeated requests', JSON.stringify(body ?? null));

/**
 * Looks for the answer that this key already got; null if the request is to be carried out now. The lock is held until the transaction
 * ends, and the answer is kept in the same transaction as the effect: there is never one without the other, whatever is killed when.
 */
export async function answerOf(tx: Tx, request: KeyedRequest): Promise<KeptAnswer | null> {
  const name = [request.actorId, request.method, request.path, request.key].join(' ');
  const { rows } = await sql<{
    got: boolean;
  }>`select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as got`.execute(tx);
  if (!rows[0]!.got)
    throw fail('idempotency_running', 'A request with this Idempotency-Key is still being carried out.');
  const kept = await tx
    .selectFrom('idempotency_keys')
    .selectAll()
    .where('actor_id', '=', request.actorId)
    .where('method', '=', request.method)
    .where('path', '=', request.path)
    .where('key', '=', request.key)
    .where('created_at', '>', sql<Date>`now() - interval '24 hours'`)
    .executeTakeFirst();
  if (!kept) return null;
  if (!kept.request_hash.equals(request.bodyHash)) {
    throw fail('idempotency_mismatch', 'This Idempotency-Key was used for a different request.');
  }
  if (kept.answer === null)
    throw fail('already_answered', 'This was done and answered; the answer held a secret and is not kept.');
  return { status: kept.status, body: kept.answer.toString('utf8'), headers: kept.headers };
}

/** Keeps the answer for 24 hours; `secret` answers leave only the fact that they were given. */
export async function storeResponse(tx: Tx, request: KeyedRequest, answer: KeptAnswer, secret: boolean): Promise<void> {
  const { actorId: actor_id, method, path, key } = request;
  await tx
    .insertInto('idempotency_keys')
    .values({
      actor_id,
      method,
      path,
      key,
      request_hash: request.bodyHash,
      status: answer.status,
      answer: secret ? null : Buffer.from(answer.body),
      headers: JSON.stringify(answer.headers),
    })
    .onConflict((conflict) =>
      conflict.columns(['actor_id', 'method', 'path', 'key']).doUpdateSet((row) => ({
        request_hash: row.ref('excluded.request_hash'),
        status: row.ref('excluded.status'),
        answer: row.ref('excluded.answer'),
        headers: row.ref('excluded.headers'),
        created_at: sql`now()`,
      })),
    )
    .execute();
}

export async function deleteOldResponses(tx: Tx): Promise<void> {
  await tx
    .deleteFrom('idempotency_keys')
    .where('created_at', '<', sql<Date>`now() - interval '24 hours'`)
    .execute();
}
