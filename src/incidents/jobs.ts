import { asOperator } from '../platform/db/db.ts';
import type { Tasks } from '../platform/db/jobs/jobs.ts';
import { RETENTION_DAYS } from './rules.ts';
import { deleteOldIncidents } from './sql.ts';

export const incidentTasks = {
  forget_incidents: {
    cron: '41 3 * * *',
    run: (_ids, { db }) => asOperator(db, (tx) => deleteOldIncidents(tx, RETENTION_DAYS)),
  },
} satisfies Tasks;
