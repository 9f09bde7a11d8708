import type { Because, Schedule } from '../../src/schedules/contract.ts';
import { useMinute } from '../kit/pages/minute.ts';
import { useTenant } from '../kit/session/tenant-context.ts';
import { Dot } from '../ui/Badge.tsx';
import { Muted, Stack } from '../ui/layout.tsx';
import { becauseLabel, endLabel } from './labels.ts';

/** Shows whether a schedule is open now, until when, and why. */
export function ScheduleState({ state }: Pick<Schedule, 'state'>) {
  const until = state.until === null ? null : Date.parse(state.until);
  return <StateWords state={{ ...state, until }} at={useMinute()} />;
}

/** The state at an instant. Times in milliseconds. */
export function StateWords({
  state,
  at,
}: {
  state: { open: boolean; because: Because; until: number | null };
  at: number;
}) {
  const { timezone } = useTenant();
  return (
    <Stack gap="tiny">
      <span>
        <Dot tone={state.open ? 'green' : 'grey'}>
          <strong>{state.open ? 'Open' : 'Closed'}</strong>
        </Dot>{' '}
        {state.until !== null && `until ${endLabel(state.until, timezone, at)}`}
      </span>
      <Muted>{becauseLabel(state.because)}</Muted>
    </Stack>
  );
}
