import type { Hours, Week } from '../src/schedules/hours-contract.ts';

/** A week with the same hours on each day. */
export const everyDay = (hours: Hours): Week => ({
  monday: hours,
  tuesday: hours,
  wednesday: hours,
  thursday: hours,
  friday: hours,
  saturday: hours,
  sunday: hours,
});

export const CLOSED_WEEK = everyDay({ kind: 'closed' });
