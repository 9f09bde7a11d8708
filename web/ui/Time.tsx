import { createContext, use } from 'react';
import { Tooltip } from './Tooltip.tsx';
import { readerTimeLabel, timeLabel } from './time-labels.ts';

/** The zone of the pages inside it, such as a tenant's; null: the reader's own. */
export const Zone = createContext<string | null>(null);

/** An instant in the zone of its page, which is named; in the reader's own zone, to the second, under the pointer. */
export function Time({ at, withClock = false }: { at: string; withClock?: boolean }) {
  const zone = use(Zone);
  const own = readerTimeLabel(at);
  return (
    <Tooltip text={zone === null ? own : `Your time: ${own}`}>
      <time dateTime={at}>{timeLabel(at, zone, withClock)}</time>
    </Tooltip>
  );
}
