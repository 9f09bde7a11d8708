import { asNobody } from '../platform/db/db.ts';
import type { Tasks } from '../platform/db/jobs/jobs.ts';
import { chainEvents } from './sql.ts';

/** Events linked per transaction: enough for bursts, and not much work to lose when a sequencer is killed. */
const BATCH_SIZE = 1000;

export const auditTasks = {
  /** Links newly committed events into the chains. With several machines, one sequencer runs at a time. */
  chain_audit_events: {
    everyMs: 300,
    run: async (_ids, { db }) => {
      let linked: number;
      do linked = await asNobody(db, (tx) => chainEvents(tx, BATCH_SIZE));
      while (linked === BATCH_SIZE);
    },
  },
} satisfies Tasks;
