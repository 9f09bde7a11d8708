import '@mantine/core/styles/Input.css';
import '@mantine/core/styles/InlineInput.css';
import '@mantine/core/styles/PasswordInput.css';
import '@mantine/core/styles/ActionIcon.css';
import '@mantine/core/styles/Switch.css';
import { PasswordInput, Switch, Textarea, TextInput } from '@mantine/core';
import { type ReactNode, type Ref, useId, useState } from 'react';
import { Checkbox } from './Checkbox.tsx';
import { lengthOf } from './length.ts';
import styles from './fields.module.css';

/** The common properties of form fields. `web/kit/forms/form.tsx` connects them to the form. */
export type FieldProps<Value> = {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  onBlur?: (() => void) | undefined;
  inputRef?: Ref<HTMLInputElement> | undefined;
  description?: ReactNode;
  error?: string | undefined;
  required?: boolean;
  /** Why it can't be changed. */
  disabledReason?: string | null | undefined;
  /** It can't be changed, like the whole form. The reason is shown once, elsewhere. */
  readOnly?: boolean | undefined;
};

export type TextProps = FieldProps<string> & {
  type?: 'text' | 'email' | 'tel' | 'search' | 'date' | 'time' | 'datetime-local' | 'number';
  autoComplete?: string;
  placeholder?: string;
  /** The maximum length. Longer text can be typed or pasted, but shows an error. */
  maxLength?: number;
  mono?: boolean;
  inputMode?: 'numeric' | 'decimal' | 'tel' | 'email';
  autoFocus?: boolean;
};

/** The properties of a field besides its value. */
type Frame = Omit<FieldProps<unknown>, 'value' | 'onChange'>;

const common = ({ label, description, error, required, disabledReason, readOnly, onBlur }: Frame) => ({
  label,
  // an error replaces the hint
  description: error ? undefined : (disabledReason ?? description),
  error,
  required: required ?? false,
  // the form shows its own message instead of an asterisk
  withAsterisk: false,
  readOnly: Boolean(disabledReason) || Boolean(readOnly),
  onBlur,
  inputWrapperOrder: ['label', 'input', 'error', 'description'] as ('label' | 'input' | 'error' | 'description')[],
  classNames: { label: styles.label, description: styles.description, error: styles.error, input: styles.input },
});

/** Shows a counter next to the description, or an error if the text is too long. */
function withLength(props: FieldProps<string> & { maxLength?: number }, lines?: 'many'): Frame {
  const length = lengthOf(props.value, props.maxLength, lines);
  const description = length && (
    <>
      {props.description} <span className={styles.counter}>{length.text}</span>
    </>
  );
  return { ...props, description: description ?? props.description, error: length?.tooLong ?? props.error };
}

export function TextField(props: TextProps) {
  const { value, onChange, inputRef, type = 'text', mono, autoFocus, ...rest } = props;
  return (
    <TextInput
      {...common(withLength(props))}
      ref={inputRef}
      type={type}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      autoComplete={rest.autoComplete ?? 'off'}
      placeholder={rest.placeholder}
      inputMode={rest.inputMode}
      data-autofocus={autoFocus || undefined}
      data-mono={mono || undefined}
      spellCheck={!mono && type === 'text'}
      data-1p-ignore={rest.autoComplete ? undefined : true}
    />
  );
}

type PasswordProps = FieldProps<string> & { autoComplete: 'current-password' | 'new-password'; autoFocus?: boolean };

export function PasswordField(props: PasswordProps) {
  const { value, onChange, inputRef, autoComplete, autoFocus } = props;
  const [visible, setVisible] = useState(false);
  return (
    <PasswordInput
      {...common(props)}
      ref={inputRef}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      autoComplete={autoComplete}
      data-autofocus={autoFocus || undefined}
      visible={visible}
      onVisibilityChange={setVisible}
      visibilityToggleButtonProps={{
        'aria-label': visible ? 'Hide password' : 'Show password',
        tabIndex: 0,
        'aria-hidden': false,
      }}
    />
  );
}

type TextareaProps = FieldProps<string> & { rows?: number; placeholder?: string; mono?: boolean; maxLength?: number };

export function TextareaField(props: TextareaProps) {
  const { value, onChange, inputRef, rows = 4, placeholder, mono = false } = props;
  return (
    <Textarea
      {...common(withLength(props, 'many'))}
      ref={inputRef as Ref<HTMLTextAreaElement>}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      rows={rows}
      placeholder={placeholder}
      data-mono={mono || undefined}
      spellCheck={!mono}
    />
  );
}

export function SwitchField(props: FieldProps<boolean>) {
  const { label, description, value, onChange, disabledReason, readOnly, inputRef, error } = props;
  return (
    <Switch
      ref={inputRef}
      label={label}
      description={disabledReason ?? description}
      error={error}
      checked={value}
      disabled={Boolean(disabledReason) || readOnly}
      onChange={(event) => onChange(event.currentTarget.checked)}
      withThumbIndicator={false}
      classNames={{
        label: styles.inlineLabel,
        description: styles.description,
        track: styles.track,
        root: styles.inline,
      }}
    />
  );
}

type CheckProps = Omit<FieldProps<boolean>, 'label' | 'disabledReason' | 'readOnly'> & { label: ReactNode };

export function CheckField({ label, description, value, onChange, error, inputRef }: CheckProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = error ?? description;
  return (
    <div className={styles.checkField}>
      <Checkbox
        id={id}
        value={value}
        onChange={onChange}
        inputRef={inputRef}
        invalid={Boolean(error)}
        describedBy={note ? noteId : undefined}
      />
      <div>
        <label htmlFor={id}>{label}</label>
        {note && (
          <p id={noteId} className={error ? styles.error : styles.description}>
            {note}
          </p>
        )}
      </div>
    </div>
  );
}

export type Option = { value: string; label: string; hint?: string; disabledReason?: string | null | undefined };

/** Radio buttons. An option with a `disabledReason` can't be chosen and shows the reason. */
export function ChoiceField(
  props: Omit<FieldProps<string>, 'inputRef'> & {
    name: string;
    options: readonly Option[];
    inputRef?: Ref<HTMLInputElement>;
  },
) {
  const { label, name, options, value, onChange, error, description, inputRef, readOnly } = props;
  const closed = options.filter((option) => option.disabledReason);
  const errorId = `${name}-error`;
  return (
    <fieldset className={styles.choice} aria-describedby={error ? errorId : undefined}>
      <legend className={styles.label}>{label}</legend>
      <div className={styles.options}>
        {options.map((option, index) => (
          <label
            key={option.value}
            className={styles.option}
            data-off={option.disabledReason ? true : undefined}
            title={option.disabledReason ?? undefined}
          >
            <input
              ref={index === 0 ? inputRef : undefined}
              type="radio"
              aria-label={option.label}
              aria-describedby={option.hint ? `${name}-${option.value}` : undefined}
              name={name}
              value={option.value}
              checked={value === option.value}
              disabled={Boolean(option.disabledReason) || readOnly}
              onChange={() => onChange(option.value)}
            />
            <span>
              {option.label}
              {option.hint && <small id={`${name}-${option.value}`}>{option.hint}</small>}
            </span>
          </label>
        ))}
      </div>
      {error && (
        <p id={errorId} className={styles.error}>
          {error}
        </p>
      )}
      {description && <p className={styles.description}>{description}</p>}
      {closed.map((option) => (
        <p key={option.value} className={styles.description}>
          {option.label}: {option.disabledReason}
        </p>
      ))}
    </fieldset>
  );
}

/** A group of fields with a legend. */
export function Fieldset({ legend, hint, children }: { legend: string; hint?: ReactNode; children: ReactNode }) {
  return (
    <fieldset className={styles.fieldset}>
      <legend className={styles.legend}>{legend}</legend>
      {hint && <p className={styles.fieldsetHint}>{hint}</p>}
      <div className={styles.grid}>{children}</div>
    </fieldset>
  );
}

/** Two fields side by side if there is room. */
export function FieldRow({ children }: { children: ReactNode }) {
  return <div className={styles.grid}>{children}</div>;
}
