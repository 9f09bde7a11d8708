import { SelectField } from '../ui/SelectField.tsx';
import { latestMonths, monthLabel } from './months.ts';

type Props = { value: string; description: string; onChange: (month: string | undefined) => void };

const thisMonth = (): string => new Date().toISOString().slice(0, 7);

/** One of the latest months. */
export function MonthSelect({ value, description, onChange }: Props) {
  return (
    <SelectField
      label="Month"
      options={latestMonths(thisMonth()).map((month) => ({ value: month, label: monthLabel(month) }))}
      value={value}
      description={description}
      onChange={(month) => onChange(month ?? undefined)}
    />
  );
}
