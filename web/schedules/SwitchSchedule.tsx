import { z } from 'zod';
import { instantsOf } from '../../src/platform/time/zoned-times.ts';
import { OverrideInput, type Schedule } from '../../src/schedules/contract.ts';
import { endScheduleOverride, overrideSchedule } from '../../src/schedules/endpoints.ts';
import { defaultEnd } from '../../src/schedules/rules.ts';
import { formSchema } from '../kit/forms/form-schema.ts';
import { ChoiceInput, TextInput, useApiForm } from '../kit/forms/form.tsx';
import { FormDialog } from '../kit/forms/FormDialog.tsx';
import { timezoneLabel } from '../kit/inputs/places/timezones.ts';
import { useMinute } from '../kit/pages/minute.ts';
import { useApiMutation, useChange } from '../kit/session/changes.ts';
import { useTenant } from '../kit/session/tenant-context.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { toast } from '../ui/toast.tsx';
import { endLabel, rulesOf } from './labels.ts';

type SwitchForm = { open: string; end: string; until: string };

const isWall = (text: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text);

/** For a local time that occurs twice, takes the later instant. */
const schemaIn = (zone: string) =>
  formSchema(OverrideInput, ({ open, end, until }: SwitchForm) => ({
    open: open === 'open',
    until: end === 'hours' ? null : isWall(until) ? new Date(instantsOf(until, zone).last).toISOString() : until,
  })) satisfies z.ZodType;

/** Opens or closes a schedule until a time, whatever its hours say. */
export function SwitchSchedule({ schedule, onClose }: { schedule: Schedule; onClose: () => void }) {
  const { id: tenantId, timezone } = useTenant();
  const change = useChange();
  const now = useMinute();
  const byHours = endLabel(defaultEnd(rulesOf(schedule), timezone, now), timezone, now);
  const form = useApiForm({
    schema: schemaIn(timezone),
    values: { open: schedule.state.open ? 'closed' : 'open', end: 'hours', until: '' },
    send: (body) =>
      change(overrideSchedule, { params: { tenantId, scheduleId: schedule.id }, body, ifMatch: schedule.version }),
    done: ({ name, state, override }) => {
      const until = override ? ` until ${endLabel(Date.parse(override.until), timezone, Date.now())}` : '';
      toast.success('It applies to the next call.', `${name} is ${state.open ? 'open' : 'closed'}${until}`);
      onClose();
    },
  });
  const end = form.form.watch('end');
  return (
    <FormDialog
      title={`Open or close ${schedule.name}`}
      onClose={onClose}
      size="small"
      of={form}
      label="Open or close"
      verb="Switch"
    >
      <ChoiceInput
        name="open"
        label="Set it to"
        options={[
          { value: 'open', label: 'Open' },
          { value: 'closed', label: 'Closed' },
        ]}
      />
      <ChoiceInput
        name="end"
        label="Until"
        options={[
          { value: 'hours', label: byHours, hint: 'At the next change of hours' },
          { value: 'time', label: 'Another time' },
        ]}
      />
      {end === 'time' && (
        <TextInput
          name="until"
          label="Date and time"
          type="datetime-local"
          description={`Time zone: ${timezoneLabel(timezone)}.`}
        />
      )}
    </FormDialog>
  );
}

/** Shown while a schedule has an override: its end, and a button to return to the hours. */
export function OverrideNotice({ schedule, reason }: { schedule: Schedule; reason: string | null }) {
  const { id: tenantId, timezone } = useTenant();
  const end = useApiMutation(endScheduleOverride, {
    onSuccess: () => toast.success('Its hours apply again.', schedule.name),
  });
  const now = useMinute();
  if (!schedule.override) return null;
  const { open, until } = schedule.override;
  return (
    <Notice
      tone="warning"
      title={`${open ? 'Open' : 'Closed'} until ${endLabel(Date.parse(until), timezone, now)}, regardless of the hours`}
      action={
        <Button
          small
          busy={end.isPending}
          disabledReason={reason}
          onClick={() => end.mutate({ params: { tenantId, scheduleId: schedule.id }, ifMatch: schedule.version })}
        >
          Return to the hours
        </Button>
      }
    />
  );
}
