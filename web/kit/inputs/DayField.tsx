import { useState } from 'react';
import { isDay } from '../../../src/platform/time/zoned-days.ts';
import { TextField } from '../../ui/fields.tsx';

type DayProps = { label: string; value: string; onChange: (day: string) => void };

/** A day that counts only once it is complete, because typing a year passes through years long ago. */
export function DayField({ label, value, onChange }: DayProps) {
  // the typed text is shown until the value changes, here or by the back button
  const [typed, setTyped] = useState({ text: value, over: value });
  const text = typed.over === value ? typed.text : value;
  return (
    <TextField
      label={label}
      type="date"
      value={text}
      onChange={(day) => {
        setTyped({ text: day, over: value });
        if (isDay(day) && day !== value) onChange(day);
      }}
      onBlur={() => {
        if (text === '' && value !== '') onChange('');
        else if (!isDay(text)) setTyped({ text: value, over: value });
      }}
    />
  );
}
