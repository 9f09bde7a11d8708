import { useState } from 'react';
import { DAY_MS } from '../../src/platform/time/durations.ts';
import { instantsOf, wallTime } from '../../src/platform/time/zoned-times.ts';
import type { Schedule } from '../../src/schedules/contract.ts';
import { stateAt } from '../../src/schedules/rules.ts';
import { timezoneLabel } from '../kit/inputs/places/timezones.ts';
import { useTenant } from '../kit/session/tenant-context.ts';
import { TextField } from '../ui/fields.tsx';
import { Muted, Stack } from '../ui/layout.tsx';
import { rulesOf } from './labels.ts';
import { StateWords } from './ScheduleState.tsx';

/** Shows whether the schedule is open at any time, and which rule decides, by the same code as calls. */
export function TryTime({ schedule }: { schedule: Schedule }) {
  const { timezone } = useTenant();
  const [wall, setWall] = useState(() => wallTime(Date.now() + DAY_MS, timezone));
  const isWhole = /^[12]\d{3}-\d\d-\d\dT\d\d:\d\d$/.test(wall);
  return (
    <Stack>
      <TextField
        label="Date and time"
        type="datetime-local"
        value={wall}
        onChange={setWall}
        description={`Time zone: ${timezoneLabel(timezone)}.`}
      />
      <output>
        {isWhole ? (
          <Found schedule={schedule} at={instantsOf(wall, timezone).first} />
        ) : (
          <Muted>Enter a date and a time.</Muted>
        )}
      </output>
    </Stack>
  );
}

function Found({ schedule, at }: { schedule: Schedule; at: number }) {
  const { timezone } = useTenant();
  return <StateWords state={stateAt(rulesOf(schedule), timezone, at)} at={at} />;
}
