import { asNobody } from '../platform/db/db.ts';
import type { Tasks } from '../platform/db/jobs/jobs.ts';
import { emptyNextDay } from './sql.ts';

export const apiRequestTasks = {
  forget_api_requests: {
    // twice a day, because a run may be lost and a second one does no harm
    cron: '17 4,16 * * *',
    run: (_ids, { db }) => asNobody(db, emptyNextDay),
  },
} satisfies Tasks;
