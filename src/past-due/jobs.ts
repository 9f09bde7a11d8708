import { z } from 'zod';
import { closeOutdatedPage } from '../cards/open-pages.ts';
import { lockTenantForStatus } from '../platform/db/tenant-lock.ts';
import { withOwner } from '../platform/db/tenant-owner.ts';
import { type Tasks, withPayload } from '../platform/db/jobs.ts';
import { chaseOverdue } from './dunning.ts';
import { liftPastDue } from './past-due.ts';

export const pastDueTasks = {
  /** Every quarter of an hour, since it goes by each tenant's own clock. */
  chase_overdue: {
    cron: '*/15 * * * *',
    run: (_payload, { db, log }) => chaseOverdue(db, new Date(), log),
  },
  /** After invoices were paid in a transaction that does not lock the tenant for a change of its status. */
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
