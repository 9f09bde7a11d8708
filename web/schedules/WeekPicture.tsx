import { DAY_MINUTES } from '../../src/schedules/hours-contract.ts';
import { clockLabel, dayLabel, hoursLabel } from './labels.ts';
import type { DayPicture } from './picture.ts';
import styles from './week-picture.module.css';

const AXIS = ['00:00', '06:00', '12:00', '18:00'];

type Now = { day: string; minutes: number };

/** The coming seven days as bars of 24 hours, with the current time. */
export function WeekPicture({ days, now }: { days: readonly DayPicture[]; now: Now }) {
  return (
    <div className={styles.week}>
      <div className={styles.axis} aria-hidden>
        {AXIS.map((time) => (
          <span key={time}>{clockLabel(time)?.replace(':00', '')}</span>
        ))}
      </div>
      <ul>
        {days.map((day) => (
          <li key={day.day} data-today={day.day === now.day || undefined}>
            <span className={styles.day}>
              {day.day === now.day ? 'Today' : dayLabel(day.day)}
              {(day.because.kind === 'date' || day.because.kind === 'holiday') && <small>{day.because.name}</small>}
            </span>
            <Bar day={day} now={day.day === now.day ? now.minutes : null} />
            <span className={styles.hours}>{hoursLabel(day.hours)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Bar({ day, now }: { day: DayPicture; now: number | null }) {
  return (
    <svg className={styles.bar} viewBox={`0 0 ${DAY_MINUTES} 10`} preserveAspectRatio="none" aria-hidden>
      <rect className={styles.closed} width={DAY_MINUTES} height="10" />
      {day.parts.map(({ from, to }) => (
        <rect key={from} className={styles.open} x={from} width={to - from} height="10" />
      ))}
      {[360, 720, 1080].map((at) => (
        <line key={at} className={styles.hour} x1={at} x2={at} y1="0" y2="10" />
      ))}
      {now !== null && <line className={styles.now} x1={now} x2={now} y1="0" y2="10" />}
    </svg>
  );
}

/** A small chart of the week, for lists. The text next to it says the same. */
export function SmallWeek({ days }: { days: readonly DayPicture[] }) {
  return (
    <svg className={styles.small} viewBox={`0 0 ${DAY_MINUTES} 70`} preserveAspectRatio="none" aria-hidden>
      {days.map(({ day, parts }, row) => (
        <g key={day}>
          <rect className={styles.closed} y={row * 10} width={DAY_MINUTES} height="8" />
          {parts.map(({ from, to }) => (
            <rect key={from} className={styles.open} x={from} y={row * 10} width={to - from} height="8" />
          ))}
        </g>
      ))}
    </svg>
  );
}
