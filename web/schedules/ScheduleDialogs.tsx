import type { Schedule } from '../../src/schedules/contract.ts';
import { createSchedule, editSchedule, getSchedule } from '../../src/schedules/endpoints.ts';
import { useEdit } from '../kit/forms/edit.ts';
import { TextInput, useApiForm } from '../kit/forms/form.tsx';
import { EditDialog, FormDialog } from '../kit/forms/FormDialog.tsx';
import { call } from '../kit/session/call.ts';
import { useChange } from '../kit/session/changes.ts';
import { useTenant } from '../kit/session/tenant-context.ts';
import { FieldRow } from '../ui/fields.tsx';
import { toast } from '../ui/toast.tsx';
import { HolidayInputs } from './HolidayInputs.tsx';
import { createSchema, editSchema, newSchedule, SCHEDULE_FIELDS, scheduleFormOf } from './schedule-form.ts';
import { WeekInputs } from './WeekInputs.tsx';

const FIELD_OF_CODE = { schedule_code_taken: 'code' };

export function CreateSchedule({ onClose }: { onClose: () => void }) {
  const tenant = useTenant();
  const change = useChange();
  const form = useApiForm({
    schema: createSchema,
    values: newSchedule,
    send: (body, key) => change(createSchedule, { params: { tenantId: tenant.id }, body, key }),
    done: ({ name }) => {
      toast.success('Call flows can use it now.', `${name} created`);
      onClose();
    },
    fieldOfCode: FIELD_OF_CODE,
    mode: 'onSubmit',
  });
  return (
    <FormDialog
      title="New schedule"
      onClose={onClose}
      size="large"
      of={form}
      label="New schedule"
      verb="Create schedule"
    >
      <ScheduleFields />
    </FormDialog>
  );
}

export function EditSchedule({ schedule, onClose }: { schedule: Schedule; onClose: () => void }) {
  const tenant = useTenant();
  const change = useChange();
  const params = { tenantId: tenant.id, scheduleId: schedule.id };
  const edit = useEdit({
    item: schedule,
    formOf: scheduleFormOf,
    schema: () => editSchema,
    fields: SCHEDULE_FIELDS,
    load: () => call(getSchedule, { params }),
    save: (body, { version }) => change(editSchedule, { params, body, ifMatch: version }),
    done: ({ name }) => {
      toast.success('It applies to the next call.', `${name} saved`);
      onClose();
    },
    fieldOfCode: FIELD_OF_CODE,
  });
  return (
    <EditDialog
      title={`Edit ${schedule.name}`}
      onClose={onClose}
      size="large"
      of={edit}
      label="Edit schedule"
      what="this schedule"
      verb="Save changes"
    >
      <ScheduleFields />
    </EditDialog>
  );
}

function ScheduleFields() {
  return (
    <>
      <FieldRow>
        <TextInput name="name" label="Name" maxLength={100} autoFocus description="Such as Office hours." />
        <TextInput
          name="code"
          label="Phone code"
          inputMode="numeric"
          maxLength={3}
          description="Optional. 1 to 3 digits to dial after *28, which opens and closes it."
        />
      </FieldRow>
      <WeekInputs />
      <HolidayInputs />
    </>
  );
}
