import { useSyncExternalStore } from 'react';

const WIDE = '(min-width: 60rem)';

function subscribe(listener: () => void): () => void {
  const query = matchMedia(WIDE);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** Where nothing is drawn yet. */
const narrow = () => false;

/** Whether there is room for the picture of a flow; on a phone its outline does all. */
export const useWide = (): boolean => useSyncExternalStore(subscribe, () => matchMedia(WIDE).matches, narrow);
