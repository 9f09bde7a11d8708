import type { ObjectUser } from '../../object-uses/object-uses.ts';
import * as sql from '../sql.ts';
import { flowName } from './destination.ts';

/** The flows whose draft or published version uses one of these schedules or number lists. */
export const flowsAsObjectUsers: ObjectUser = async (tx, ids) =>
  (await sql.flowsUsing(tx, ids)).map((flow) => ({
    kind: 'flow' as const,
    id: flow.id,
    name: flowName(flow),
    used: flow.used,
  }));
