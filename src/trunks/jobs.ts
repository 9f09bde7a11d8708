import { asOperator } from '../platform/db/db.ts';
import type { Tasks } from '../platform/db/jobs.ts';
import { mailTrunkDown } from './trunk-down.ts';

export const trunkTasks = {
  /** A few seconds after call control saw it go: one that is back by then was only restarted. */
  trunk_down: {
    run: async ({ trunkId }, { db }) => asOperator(db, (tx) => mailTrunkDown(tx, trunkId!)),
  },
} satisfies Tasks;
