import type { Immutable } from '../platform/db/columns.ts';

/** The tables that this slice writes. */
export interface ExportTables {
  exports: Exports;
}

type Exports = {
  tenant_id: Immutable<string>;
  id: string;
  requested_at: Date;
  ready_at: Date | null;
  bytes: string | null;
  /** who began to download it last */
  downloaded_by: string | null;
};
