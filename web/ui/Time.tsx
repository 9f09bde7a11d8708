import { Hint } from './Hint.tsx';

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const minute = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });

/** An instant in the reader's own zone; to the second, with the zone, under the pointer. */
export function Time({ at, withClock = false }: { at: string; withClock?: boolean }) {
  const date = new Date(at);
  return (
    <Hint text={full.format(date)}>
      <time dateTime={at}>{(withClock ? minute : day).format(date)}</time>
    </Hint>
  );
}
