import { flowsAsObjectUsers } from './flows/object-use.ts';
import type { ObjectUsers } from './object-uses/object-uses.ts';

/** What points to schedules and lists of numbers: each slice is one line. */
export const OBJECT_USERS: ObjectUsers = [flowsAsObjectUsers];
