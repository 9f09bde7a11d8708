import { z } from 'zod';
import { asOperator } from '../platform/db/db.ts';
import { type Tasks, withPayload } from '../platform/db/jobs/jobs.ts';
import { mailTrunkDown } from './trunk-down.ts';

export const trunkTasks = {
  /** Runs a few seconds after call control found the trunk down, because a trunk that is back by then was only restarted. */
  trunk_down: {
    run: withPayload(z.object({ trunkId: z.string() }), ({ trunkId }, { db }) =>
      asOperator(db, (tx) => mailTrunkDown(tx, trunkId)),
    ),
  },
} satisfies Tasks;
