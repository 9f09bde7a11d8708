import { useSyncExternalStore } from 'react';

const WIDE = '(min-width: 60rem)';

function subscribe(listener: () => void): () => void {
  const query = matchMedia(WIDE);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** For the server and the first render. */
const narrow = () => false;

/** Whether the screen is wide enough for the canvas. On a phone, the outline can do everything. */
export const useWide = (): boolean => useSyncExternalStore(subscribe, () => matchMedia(WIDE).matches, narrow);
