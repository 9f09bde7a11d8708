import { SelectField } from '../ui/SelectField.tsx';
import { latestMonths, monthLabel, presentMonth } from './months.ts';

type Props = {
  value: string;
  /** the time zone of the months */
  timezone: string;
  description: string;
  onChange: (month: string | undefined) => void;
};

export function MonthSelect({ value, timezone, description, onChange }: Props) {
  return (
    <SelectField
      label="Month"
      options={latestMonths(presentMonth(timezone)).map((month) => ({ value: month, label: monthLabel(month) }))}
      value={value}
      description={description}
      onChange={(month) => onChange(month ?? undefined)}
    />
  );
}
