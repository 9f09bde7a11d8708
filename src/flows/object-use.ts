import type { ObjectUser } from '../object-uses/object-uses.ts';
import { flowName } from './destination.ts';
import * as sql from './sql.ts';

/** Flows ask schedules and lists of numbers: those whose draft or published version names one of these. */
export const flowsAsObjectUsers: ObjectUser = async (tx, ids) =>
  (await sql.flowsUsing(tx, ids)).map((flow) => ({
    kind: 'flow' as const,
    id: flow.id,
    name: flowName(flow),
    used: flow.used,
  }));
