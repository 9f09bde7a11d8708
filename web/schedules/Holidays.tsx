import { addDays } from '../../src/platform/time/zoned-days.ts';
import type { Holiday } from '../../src/schedules/holiday-contract.ts';
import { nextTwoYears } from '../../src/schedules/holiday-rules.ts';
import { datesText } from '../../src/schedules/text-rules.ts';
import { LineList, Muted } from '../ui/layout.tsx';
import { dayLabel, hoursLabel } from './labels.ts';

/** The holidays of a schedule in the order of their next days. Past ones are last. */
export function Holidays({ of, today }: { of: readonly Holiday[]; today: string }) {
  if (of.length === 0) return <Muted>None. The weekly hours apply every day.</Muted>;
  const year = Number(today.slice(0, 4));
  const coming = of
    .map((holiday) => ({ holiday, days: comingDays(holiday, year, today) }))
    .toSorted((one, other) => (one.days[0]?.from ?? '9').localeCompare(other.days[0]?.from ?? '9'));
  return (
    <LineList>
      {coming.map(({ holiday, days }) => (
        <li key={`${holiday.name} ${datesText(holiday.dates)}`}>
          <div>
            <strong>{holiday.name}</strong> <span>{hoursLabel(holiday.hours)}</span>
          </div>
          <span>{days.length > 0 ? days.map(rangeLabel).join(' and ') : 'Past'}</span>
        </li>
      ))}
    </LineList>
  );
}

/** The next days of a holiday, including the day in lieu next to a weekend. */
function comingDays({ dates }: Holiday, year: number, today: string): { from: string; to: string }[] {
  const [next, after] = nextTwoYears(dates, year).filter(({ to }) => to >= today);
  if (!next) return [];
  return after && after.from === addDays(next.to, 1) ? [next, after] : [next];
}

const rangeLabel = ({ from, to }: { from: string; to: string }): string =>
  from === to ? dayLabel(from, true) : `${dayLabel(from, true)} – ${dayLabel(to, true)}`;
