import type { Db } from '../platform/db/db.ts';
import { recordEvent } from '../platform/db/events.ts';
import { CsvResponse } from '../platform/http/responses/csv-response.ts';
import type { Server } from '../platform/http/server.ts';
import * as endpoints from './endpoints.ts';
import { exportRevenue } from './export.ts';
import { readRevenue } from './revenue.ts';
import { readWholesale } from './wholesale.ts';

export function revenueRoutes(server: Server, { db }: { db: Db }): void {
  server.on(endpoints.getRevenue, ({ tx, partnerId, query, now }) => readRevenue(tx, partnerId, query, now));

  server.on(endpoints.getWholesale, ({ tx, query, now }) => readWholesale(tx, query, now));

  server.on(endpoints.exportRevenue, async ({ tx, caller, partnerId, query, now }) => {
    await recordEvent(tx, caller, {
      action: 'revenue.exported',
      target: { kind: 'partner', id: partnerId },
      partnerId,
    });
    return new CsvResponse(endpoints.exportRevenue.download, exportRevenue(db, caller, { partnerId, query, now }));
  });
}
