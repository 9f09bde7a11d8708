import type { ObjectUser } from '../object-uses/object-uses.ts';
import { flowName } from './destination.ts';
import * as sql from './sql.ts';

/** Flows ask schedules and lists of numbers: those whose draft or published version names this one. */
export const flowsAsObjectUsers: ObjectUser = async (tx, { id }) =>
  (await sql.flowsUsing(tx, [id])).map((flow) => `the call flow ${flowName(flow)}`);
