import type { ColumnType, Generated } from 'kysely';
import type { OutboundClass } from '../outbound/contract.ts';
import type { CallReason, Direction, Outcome } from './contract.ts';
import type { CallPath, EndedBy } from './model/call-path.ts';

/** The tables that this slice writes. */
export interface CallTables {
  live_calls: LiveCalls;
  live_legs: LiveLegs;
  calls: Calls;
}

type CallFacts = {
  id: string;
  tenant_id: string;
  direction: Direction;
  emergency: Generated<boolean>;
  from_number: string;
  to_number: string;
  extension_id: string | null;
  did_id: string | null;
  callback_number: string | null;
  destination_class: Generated<OutboundClass | null>;
  admitted_at: Generated<Date>;
  answered_at: Date | null;
  /** when a flow answered it */
  flow_answered_at: Generated<Date | null>;
};

/** The columns that are filled in during the call. */
type ProgressColumns = {
  path: Generated<CallPath>;
  answered_extension_id: string | null;
};

type LiveCalls = CallFacts &
  ProgressColumns & {
    node: string;
    channel_id: string;
    uses_line: Generated<boolean>;
    second_line: Generated<boolean>;
    /** how often it has already left by a carrier and come back; `sent_to`: the outside numbers that it rings */
    hops: Generated<number>;
    sent_to: Generated<string[] | null>;
    /** the extension that each line counts towards; null in a row written by an earlier release */
    outside_lines: (string | null)[] | null;
    silent_since: Generated<Date | null>;
    /** ids of extensions; null until call control has written them */
    ringing: Generated<string[] | null>;
    talking: Generated<string[] | null>;
  };

/** A charged leg in progress. `pin` is a `Pin`, and its readers parse it. */
type LiveLegs = {
  call_id: string;
  leg: number;
  tenant_id: string;
  cycle_id: string | null;
  number: string;
  pin: ColumnType<Record<string, unknown>, string, never>;
  answered_at: Date | null;
  ended_at: Date | null;
  granted_seconds: number | null;
  included_seconds: Generated<number>;
  reserved_micros: Generated<string>;
};

type Calls = CallFacts &
  ProgressColumns & {
    ended_at: Date;
    cause: number;
    reason: Generated<CallReason | null>;
    ended_by: EndedBy | null;
    /** A trigger sets these three (migrations/functions/call-history.sql). */
    outcome: ColumnType<Outcome, never, never>;
    extension_number: ColumnType<string | null, never, never>;
    called_extension_id: ColumnType<string | null, never, never>;
  };
