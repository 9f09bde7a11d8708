import { useState } from 'react';
import { TextareaField, TextField, type TextProps } from '../../ui/fields.tsx';
import { useActions } from '../designer/designer-actions.ts';

type TypedProps = Pick<TextProps, 'label' | 'description' | 'placeholder' | 'maxLength' | 'inputMode' | 'readOnly'> & {
  value: string;
  /** Accepts the text, or returns its fault. */
  take: (text: string) => string | undefined;
  /** By default, a single line. */
  lines?: number;
};

/** A field that changes the flow with every letter. Invalid text stays in the field with an error and doesn't change the flow. */
export function TypedField({ value, take, lines, ...rest }: TypedProps) {
  const { act } = useActions();
  const [typed, setTyped] = useState<{ text: string; error: string | undefined; over: string } | null>(null);
  // follow changes from elsewhere, such as undo, but don't drop a trailing space before the next letter is typed
  const current = typed && (typed.error === undefined ? typed.text.trim() === value.trim() : typed.over === value);
  const props = {
    ...rest,
    value: current ? typed.text : value,
    error: current ? typed.error : undefined,
    onChange: (text: string) => setTyped({ text, error: take(text), over: value }),
    onBlur: () => act({ do: 'typed' }),
  };
  return lines === undefined ? <TextField {...props} /> : <TextareaField {...props} rows={lines} />;
}

type NumberProps = Pick<TypedProps, 'label' | 'description' | 'readOnly'> & {
  value: number;
  take: (value: number) => string | undefined;
};

/** A `TypedField` for a whole number. */
export const TypedNumber = ({ value, take, ...rest }: NumberProps) => (
  <TypedField
    {...rest}
    value={String(value)}
    inputMode="numeric"
    take={(text) => (/^\d+$/.test(text.trim()) ? take(Number(text)) : 'Enter a whole number.')}
  />
);
