import { sql } from 'kysely';
import type { Direction } from '../calls/contract.ts';
import type { Db } from '../platform/db/db.ts';
import { PREPARED } from '../platform/db/prepared-statements.ts';
import { allRows, firstRow } from '../platform/db/rows.ts';
import type { TenantStatus } from '../status/contract.ts';
import type { RecordingCause } from './contract.ts';

/** The facts that decide whether a conversation is recorded. */
export type PolicyFacts = {
  status: TenantStatus;
  announce: boolean;
  /** the content hash of the tenant's own announcement */
  announcement: string | null;
  onDemand: boolean;
  recordedDidIds: string[];
  extensions: { recordCalls: boolean; recordDirections: Direction[] }[];
  running: { id: string; channel: string; paused: boolean; cause: RecordingCause } | null;
  recordedBefore: boolean;
};

/** Null if the tenant was purged. */
export async function policyFacts(
  db: Db,
  { tenantId, callId, extensionIds }: { tenantId: string; callId: string; extensionIds: string[] },
): Promise<PolicyFacts | null> {
  const query = sql<{ facts: PolicyFacts | null }>`${PREPARED}
    select recording_policy(${tenantId}, ${callId}, ${extensionIds}::uuid[]) as facts`;
  return (await firstRow(db, query))?.facts ?? null;
}

/** A recording in progress on this Asterisk. */
export type RunningRecording = {
  id: string;
  tenantId: string;
  callId: string;
  channel: string;
  paused: boolean;
  ofCaller: boolean;
};

/** The recordings in progress on this Asterisk, according to the rows. */
export function runningOn(db: Db, node: string): Promise<RunningRecording[]> {
  const query = sql<RunningRecording>`select id, tenant_id as "tenantId", call_id as "callId", channel_id as channel, paused,
    of_caller as "ofCaller" from recordings_running(${node})`;
  return allRows(db, query);
}
