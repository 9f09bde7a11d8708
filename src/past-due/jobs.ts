import { z } from 'zod';
import { closeOutdatedPage } from '../cards/open-pages.ts';
import { type Tasks, withPayload } from '../platform/db/jobs/jobs.ts';
import { lockTenantForStatus } from '../platform/db/tenant-lock.ts';
import { withOwner } from '../platform/db/tenant-owner.ts';
import { chaseOverdue } from './dunning.ts';
import { liftPastDue } from './past-due.ts';

export const pastDueTasks = {
  /** Every quarter of an hour, because time zones differ by that. */
  chase_overdue: {
    cron: '*/15 * * * *',
    run: (_payload, { db, log }) => chaseOverdue(db, new Date(), log),
  },
  /** Added when invoices are paid in a transaction that hasn't locked the tenant for a change of status. */
  lift_past_due: {
    run: withPayload(z.object({ tenantId: z.string() }), ({ tenantId }, { db }) =>
      withOwner(db, tenantId, async (tx) => {
        await lockTenantForStatus(tx, tenantId);
        await liftPastDue(tx, tenantId, new Date());
        await closeOutdatedPage(tx, tenantId);
      }),
    ),
  },
} satisfies Tasks;
