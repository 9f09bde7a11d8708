import { WEEKDAYS } from '../../src/schedules/hours-contract.ts';
import { monthName, weekdayName } from '../../src/schedules/text-rules.ts';
import { SelectInput, SwitchInput, TextInput } from '../kit/forms/form.tsx';
import { FieldRow } from '../ui/fields.tsx';
import { HoursInputs } from './HoursInputs.tsx';
import type { DatesForm } from './schedule-form.ts';

const KINDS = [
  { value: 'date', label: 'One day' },
  { value: 'range', label: 'Several days' },
  { value: 'yearly', label: 'The same date each year' },
  { value: 'weekday', label: 'A weekday of a month, each year' },
];
const MONTHS = Array.from({ length: 12 }, (_, index) => ({ value: String(index + 1), label: monthName(index + 1) }));
const DAYS = WEEKDAYS.map((day) => ({ value: day, label: weekdayName(day) }));
const NTH = [
  { value: '1', label: 'First' },
  { value: '2', label: 'Second' },
  { value: '3', label: 'Third' },
  { value: '4', label: 'Fourth' },
  { value: 'last', label: 'Last' },
];
const AFTER = [0, 1, 2, 3, 4, 5, 6].map((days) => ({
  value: String(days),
  label: ['That day', 'The day after'][days] ?? `${days} days after`,
}));

/** The fields of a holiday: name, dates and hours. */
export function HolidayFields({ name, kind, of }: { name: string; kind: DatesForm['kind']; of: string }) {
  return (
    <>
      <FieldRow>
        <TextInput name={`${name}.name`} label="Name of the holiday" maxLength={100} />
        <SelectInput name={`${name}.dates.kind`} label="When it is" options={KINDS} />
      </FieldRow>
      <DateFields name={`${name}.dates`} kind={kind} />
      <HoursInputs name={`${name}.hours`} of={`Hours on ${of}`} />
    </>
  );
}

function DateFields({ name, kind }: { name: string; kind: DatesForm['kind'] }) {
  switch (kind) {
    case 'date':
      return (
        <FieldRow>
          <TextInput name={`${name}.date`} label="Date" type="date" />
        </FieldRow>
      );
    case 'range':
      return (
        <FieldRow>
          <TextInput name={`${name}.from`} label="First day" type="date" />
          <TextInput name={`${name}.to`} label="Last day" type="date" />
        </FieldRow>
      );
    case 'yearly':
      return (
        <>
          <FieldRow>
            <SelectInput name={`${name}.month`} label="Month" options={MONTHS} />
            <TextInput name={`${name}.day`} label="Day" inputMode="numeric" maxLength={2} />
          </FieldRow>
          <SwitchInput
            name={`${name}.observed`}
            label="Also the nearest weekday"
            description="On a Saturday, the Friday before is a holiday too; on a Sunday, the Monday after."
          />
        </>
      );
    case 'weekday':
      return (
        <>
          <FieldRow>
            <SelectInput name={`${name}.nth`} label="Which" options={NTH} />
            <SelectInput name={`${name}.weekday`} label="Weekday" options={DAYS} />
          </FieldRow>
          <FieldRow>
            <SelectInput name={`${name}.month`} label="Month" options={MONTHS} />
            <SelectInput name={`${name}.daysAfter`} label="Day" options={AFTER} />
          </FieldRow>
        </>
      );
  }
}
