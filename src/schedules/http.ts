import type { ObjectUsers } from '../object-uses/object-uses.ts';
import { byId } from '../platform/http/by-id.ts';
import type { Server } from '../platform/http/server.ts';
import * as endpoints from './endpoints.ts';
import { endOverride, overrideSchedule } from './override.ts';
import { createSchedule, editSchedule, listSchedules, deleteSchedule, toSchedule, withUses } from './schedules.ts';
import { findSchedule } from './sql.ts';

const existing = byId('scheduleId', findSchedule);

export function scheduleRoutes(server: Server, { users }: { users: ObjectUsers }): void {
  server.on(endpoints.listSchedules, ({ tx, query, now }) => listSchedules(tx, query, users, now));

  server.on(endpoints.createSchedule, ({ tx, caller, tenant, body, now }) =>
    createSchedule(tx, caller, { tenant, input: body, now }),
  );

  server.on(endpoints.getSchedule, existing, ({ tx, found, now }) => withUses(tx, toSchedule(found, now), users));

  server.on(endpoints.editSchedule, existing, ({ tx, caller, tenant, found, body, ifMatch, now }) =>
    editSchedule(tx, caller, { tenant, id: found.id, patch: body, ifMatch, users, now }),
  );

  server.on(endpoints.deleteSchedule, existing, ({ tx, caller, tenant, found, ifMatch }) =>
    deleteSchedule(tx, caller, { tenant, id: found.id, ifMatch, users }),
  );

  server.on(endpoints.overrideSchedule, existing, ({ tx, caller, tenant, found, body, ifMatch, now }) =>
    overrideSchedule(tx, caller, { tenant, id: found.id, input: body, ifMatch, users, now }),
  );

  server.on(endpoints.endScheduleOverride, existing, ({ tx, caller, tenant, found, ifMatch, now }) =>
    endOverride(tx, caller, { tenant, id: found.id, ifMatch, now }),
  );
}
