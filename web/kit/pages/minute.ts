import { useEffect, useState } from 'react';

const LOOK_MS = 10_000;

/** The reader's clock in milliseconds, at most ten seconds old. */
export function useMinute(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), LOOK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
