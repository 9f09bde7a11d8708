import { SelectField } from '../ui/SelectField.tsx';
import { latestMonths, monthLabel, presentMonth } from './months.ts';

type Props = {
  value: string;
  /** whose calendar the months are by */
  timezone: string;
  description: string;
  onChange: (month: string | undefined) => void;
};

/** One of the latest months. */
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
