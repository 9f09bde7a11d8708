import type { ObjectUsers } from '../object-uses/object-uses.ts';
import { byId } from '../platform/http/by-id.ts';
import type { Server } from '../platform/http/server.ts';
import * as endpoints from './endpoints.ts';
import { endOverride, overrideSchedule } from './override.ts';
import { addSchedule, editSchedule, listSchedules, removeSchedule, toSchedule, withUses } from './schedules.ts';
import { findSchedule } from './sql.ts';

const existing = byId('scheduleId', findSchedule);

type Deps = { users: ObjectUsers; now?: () => Date };

export function scheduleRoutes(server: Server, { users, now = () => new Date() }: Deps): void {
  server.on(endpoints.listSchedules, ({ tx, query }) => listSchedules(tx, query, users, now()));

  server.on(endpoints.createSchedule, ({ tx, caller, tenant, body }) => addSchedule(tx, caller, tenant, body, now()));

  server.on(endpoints.getSchedule, existing, ({ tx, found }) => withUses(tx, toSchedule(found, now()), users));

  server.on(endpoints.editSchedule, existing, ({ tx, caller, tenant, found, body, ifMatch }) =>
    editSchedule(tx, caller, tenant, found.id, body, ifMatch, { users, now: now() }),
  );

  server.on(endpoints.deleteSchedule, existing, ({ tx, caller, tenant, found, ifMatch }) =>
    removeSchedule(tx, caller, tenant, found.id, users, ifMatch),
  );

  server.on(endpoints.overrideSchedule, existing, ({ tx, caller, tenant, found, body, ifMatch }) =>
    overrideSchedule(tx, caller, tenant, found.id, body, ifMatch, { users, now: now() }),
  );

  server.on(endpoints.endScheduleOverride, existing, ({ tx, caller, tenant, found, ifMatch }) =>
    endOverride(tx, caller, tenant, found.id, ifMatch, now()),
  );
}
