import { sql } from 'kysely';
import type { Tx } from '../db/db.ts';
import { tryLockByName } from '../db/named-locks.ts';
import { keyedHash } from '../secrets.ts';
import { Upload } from '../values/upload.ts';
import { fail } from './errors.ts';

/** `bodyHash` is keyed, because the body may contain a password, which could be guessed from a plain hash. */
export type KeyedRequest = { actorId: string; method: string; path: string; key: string; bodyHash: Buffer };
type StoredResponse = { status: number; body: string; headers: Record<string, string> };

export const hashBody = (secretKey: string, body: unknown): Buffer =>
  keyedHash(
    secretKey,
    'bodies of repeated requests',
    body instanceof Upload ? body.bytes : JSON.stringify(body ?? null),
  );

/**
 * Finds the earlier response for this key; null if the request has to be executed now. The key is locked until the
 * transaction ends, and the response is stored in the same transaction as the effect, so a crash can't leave one without the other.
 */
export async function findStoredResponse(tx: Tx, request: KeyedRequest): Promise<StoredResponse | null> {
  const name = [request.actorId, request.method, request.path, request.key].join(' ');
  if (!(await tryLockByName(tx, name)))
    throw fail('idempotency_running', 'A request with this Idempotency-Key is still being carried out.');
  const stored = await tx
    .selectFrom('idempotency_keys')
    .selectAll()
    .where('actor_id', '=', request.actorId)
    .where('method', '=', request.method)
    .where('path', '=', request.path)
    .where('key', '=', request.key)
    .where('created_at', '>', sql<Date>`now() - interval '24 hours'`)
    .executeTakeFirst();
  if (!stored) return null;
  if (!stored.request_hash.equals(request.bodyHash)) {
    throw fail('idempotency_mismatch', 'This Idempotency-Key was used for a different request.');
  }
  if (stored.answer === null)
    throw fail(
      'already_answered',
      'This request has already been carried out. Its response had a secret and isn’t repeated.',
    );
  return { status: stored.status, body: stored.answer.toString('utf8'), headers: stored.headers };
}

/** Stores the response for 24 hours, or for a `secret` one only the fact that it was sent. */
export async function storeResponse(
  tx: Tx,
  request: KeyedRequest,
  response: StoredResponse,
  secret: boolean,
): Promise<void> {
  const { actorId: actor_id, method, path, key } = request;
  await tx
    .insertInto('idempotency_keys')
    .values({
      actor_id,
      method,
      path,
      key,
      request_hash: request.bodyHash,
      status: response.status,
      answer: secret ? null : Buffer.from(response.body),
      headers: JSON.stringify(response.headers),
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
