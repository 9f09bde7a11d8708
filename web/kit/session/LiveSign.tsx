import { Dot } from '../../ui/Badge.tsx';
import { useLive } from './live.ts';

/** Shows whether the page is live. */
export function LiveSign() {
  const { state, isConnected } = useLive();
  if (isConnected) return <Dot tone="green">Live</Dot>;
  return (
    <output>
      <Dot tone="amber" live>
        {state ? 'Reconnecting…' : 'Connecting…'}
      </Dot>
    </output>
  );
}
