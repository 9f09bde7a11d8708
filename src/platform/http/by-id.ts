import type { Tx } from '../db/db.ts';

/** The `find` step of endpoints whose path names an object: `byId('scheduleId', findSchedule)`. Row-level security hides the objects of others. */
export const byId = <Name extends string, Found>(
  name: Name,
  find: (tx: Tx, id: string) => Promise<Found | null | undefined>,
) => ({
  find: ({ tx, params }: { tx: Tx; params: { [Param in Name]: string } }) => find(tx, params[name]),
});
