import type { HolidayDates } from './holiday-contract.ts';
import type { Hours, Weekday } from './hours-contract.ts';

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']; // prettier-ignore
const NTH = { '1': 'first', '2': 'second', '3': 'third', '4': 'fourth', last: 'last' } as const;

export const monthName = (month: number): string => MONTHS[month - 1] ?? '';

export const weekdayName = (day: Weekday): string => day.charAt(0).toUpperCase() + day.slice(1);

/** Hours as text: "09:00–12:00, 13:00–17:00", "closed" or "24 hours". */
export function hoursText(hours: Hours): string {
  if (hours.kind === 'closed') return 'closed';
  return hours.kind === 'allDay' ? '24 hours' : hours.spans.map(({ from, to }) => `${from}–${to}`).join(', ');
}

/** The dates of a holiday as text, such as "fourth Thursday of November". */
export function datesText(dates: HolidayDates): string {
  switch (dates.kind) {
    case 'date':
      return dates.date;
    case 'range':
      return `${dates.from} to ${dates.to}`;
    case 'yearly':
      return `${monthName(dates.month)} ${dates.day}${dates.observed ? ', or the nearest weekday' : ''}`;
    case 'weekday': {
      const day = `${NTH[dates.nth]} ${weekdayName(dates.weekday)} of ${monthName(dates.month)}`;
      if (dates.daysAfter === 0) return day;
      return dates.daysAfter === 1 ? `day after the ${day}` : `${dates.daysAfter} days after the ${day}`;
    }
  }
}
