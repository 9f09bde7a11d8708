import type { Generated } from 'kysely';
import type { Destination } from '../destinations/contract.ts';
import type { Immutable } from '../platform/db/columns.ts';

/** The table that this slice writes. */
export interface ForwardingTables {
  forwarding: ForwardingRows;
}

type ForwardingRows = {
  extension_id: Immutable<string>;
  tenant_id: Immutable<string>;
  always: Destination | null;
  busy: Destination | null;
  no_answer: Destination | null;
  unreachable: Destination | null;
  no_answer_seconds: number;
  do_not_disturb: boolean;
  confirm_outside: boolean;
  version: Generated<number>;
};
