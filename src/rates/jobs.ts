import { z } from 'zod';
import { type Db, inContext } from '../platform/db/db.ts';
import { type Tasks, withPayload } from '../platform/db/jobs/jobs.ts';
import { deleteImport } from './imports.ts';
import { readImport, type Within } from './read-import.ts';
import { writeImport } from './write-import.ts';

const Import = z.object({ importId: z.string(), tableId: z.string(), partnerId: z.string(), kind: z.string() });

/** Wholesale tables are the operator's. */
const withinContext =
  (db: Db, { kind, partnerId }: z.infer<typeof Import>): Within =>
  (work) =>
    inContext(db, kind === 'retail' ? { partnerId } : { operator: true }, work);

export const rateTasks = {
  /** Added by the transaction that stores the file. */
  read_rate_import: {
    run: withPayload(Import, (payload, { db }) =>
      readImport(withinContext(db, payload), payload.importId, () => new Date()),
    ),
  },
  /** Added by the transaction that confirms it. */
  write_rate_import: {
    run: withPayload(Import, (payload, { db }) => {
      const within = withinContext(db, payload);
      return writeImport(within, within, { tableId: payload.tableId, id: payload.importId, now: new Date() });
    }),
  },
  remove_rate_import: {
    run: withPayload(Import, (payload, { db }) =>
      withinContext(db, payload)((tx) => deleteImport(tx, payload.importId)),
    ),
  },
} satisfies Tasks;
