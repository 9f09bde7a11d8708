import { createContext, use } from 'react';
import { clockLabel, readerTimeLabel, timeLabel } from './time-labels.ts';
import { Tooltip } from './Tooltip.tsx';

/** The time zone of the pages inside, such as a tenant's; null: the reader's own. */
export const Zone = createContext<string | null>(null);

/** `withSeconds`: for logs, where many things happen within a minute. */
type TimeProps = { at: string; withClock?: boolean; withSeconds?: boolean };

/** An instant in the page's time zone, which is named. Hovering shows it in the reader's own zone, to the second. */
export function Time({ at, withClock = false, withSeconds = false }: TimeProps) {
  const minute = withClock ? 'minute' : 'day';
  return <Instant at={at} label={(zone) => timeLabel(at, zone, withSeconds ? 'second' : minute)} />;
}

/** The time of day to the second, where day and zone are shown elsewhere. */
export const Clock = ({ at }: Pick<TimeProps, 'at'>) => <Instant at={at} label={(zone) => clockLabel(at, zone)} />;

function Instant({ at, label }: { at: string; label: (zone: string | null) => string }) {
  const zone = use(Zone);
  const own = readerTimeLabel(at);
  return (
    <Tooltip text={zone === null ? own : `Your time: ${own}`}>
      <time dateTime={at}>{label(zone)}</time>
    </Tooltip>
  );
}
