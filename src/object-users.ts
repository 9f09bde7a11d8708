import { flowsAsObjectUsers } from './flows/uses/object-use.ts';
import type { ObjectUsers } from './object-uses/object-uses.ts';

/** What uses schedules and number lists, one line per slice. */
export const OBJECT_USERS: ObjectUsers = [flowsAsObjectUsers];
