import { liveCallsOf } from '../calls/records/live-calls.ts';
import { presenceOfAll } from '../extensions/presence.ts';
import type { Tx } from '../platform/db/db.ts';
import type { LiveState } from './contract.ts';

/** The current state of the transaction's tenant. */
export async function readLiveState(tx: Tx, tenantId: string): Promise<LiveState> {
  const extensions = await presenceOfAll(tx);
  return { extensions, calls: await liveCallsOf(tx, tenantId, extensions) };
}
