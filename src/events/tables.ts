import type { Immutable } from '../platform/db/columns.ts';

/** The tables that this slice writes, only through its sequencer's database functions. */
export interface EventTables {
  events: Events;
  event_positions: EventPositions;
}

type Events = {
  id: Immutable<string>;
  partner_id: Immutable<string>;
  position: Immutable<string>;
  tenant_id: Immutable<string | null>;
  sequence: Immutable<string | null>;
  type: Immutable<string>;
  subject_id: Immutable<string>;
  body: Immutable<string>;
  occurred_at: Immutable<Date>;
  placed_at: Immutable<Date>;
};

type EventPositions = { partner_id: Immutable<string>; position: Immutable<string>; dropped: Immutable<string> };
