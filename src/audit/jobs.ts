import { asNobody } from '../platform/db/db.ts';
import type { Tasks } from '../platform/db/jobs.ts';
import { chainEvents } from './sql.ts';

/** What one transaction links: enough for bursts, and short enough that a killed sequencer loses nothing worth mentioning. */
const AT_ONCE = 1000;

export const auditTasks = {
  /** Links what was committed since the last time into the chains; of several machines one does it at a time. */
  chain_audit_events: {
    everyMs: 300,
    run: async (_ids, { db }) => {
      let linked: number;
      do linked = await asNobody(db, (tx) => chainEvents(tx, AT_ONCE));
      while (linked === AT_ONCE);
    },
  },
} satisfies Tasks;
