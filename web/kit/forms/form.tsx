import { zodResolver } from '@hookform/resolvers/zod';
import { createContext, type ReactNode, use, useEffect, useState } from 'react';
import {
  type DefaultValues,
  type FieldPath,
  type FieldValues,
  FormProvider,
  get,
  useController,
  useForm,
  type UseFormReturn,
} from 'react-hook-form';
import type { z } from 'zod';
import { useDialogForm } from '../../ui/dialog-state.ts';
import {
  CheckField,
  ChoiceField,
  type FieldProps,
  type Option,
  PasswordField,
  SwitchField,
  TextareaField,
  TextField,
  type TextProps,
} from '../../ui/fields.tsx';
import { MultiSelectField } from '../../ui/MultiSelectField.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { SelectField, type SelectOption } from '../../ui/SelectField.tsx';
import { ApiError, makeKeys, errorText } from '../session/api.ts';
import { Unsaved } from './Unsaved.tsx';

type FormOptions<Values extends FieldValues, Output, Result> = {
  /** The contract's schema, or one that converts the form's values to it. */
  schema: z.ZodType<Output, Values>;
  values: Values;
  send: (output: Output, key: string) => Promise<Result>;
  /** Called after success, if the form is still on the page. */
  done?: (result: Result, output: Output) => void;
  /** The field for error codes that come without one: `{ prefix_taken: 'sipPrefix' }`. */
  fieldOfCode?: Record<string, string>;
  /** `onSubmit`: no errors appear when a field loses focus, so that a link below doesn't move while it is being clicked. */
  mode?: 'onTouched' | 'onSubmit';
  /** Returns true if the error is handled elsewhere. */
  takeError?: (error: ApiError) => boolean | Promise<boolean>;
};

/** A form that validates with the server's own schema, and shows the server's errors at their fields. */
export function useApiForm<Values extends FieldValues, Output, Result = void>(
  options: FormOptions<Values, Output, Result>,
) {
  const [problem, setProblem] = useState<string | null>(null);
  const [keys] = useState(() => makeKeys());
  // kept in state, so that nothing happens once the form is unmounted
  const [follow, setFollow] = useState<(() => void) | null>(null);
  useEffect(() => {
    follow?.();
  }, [follow]);
  const form = useForm<Values, unknown, Output>({
    resolver: zodResolver(options.schema),
    defaultValues: options.values as DefaultValues<Values>,
    mode: options.mode ?? 'onTouched',
  });
  const submit = form.handleSubmit(async (output) => {
    setProblem(null);
    try {
      const result = await options.send(output, keys.keyFor(output));
      keys.answered(null);
      // the sent values are saved, so the form is no longer dirty
      form.reset(form.getValues());
      setFollow(() => () => options.done?.(result, output));
    } catch (error) {
      keys.answered(error);
      if (error instanceof ApiError && (await options.takeError?.(error))) return;
      setProblem(error instanceof ApiError ? showErrors(form, error, options.fieldOfCode ?? {}) : errorText(error));
    }
  });
  const { isSubmitting: busy, isDirty: dirty } = form.formState;
  return { form, submit, problem, setProblem, busy, dirty };
}

/** Shows each error at its field. Returns the text of those without a field. */
function showErrors<Values extends FieldValues>(
  form: Pick<UseFormReturn<Values>, 'setError' | 'getValues'>,
  error: ApiError,
  fieldOfCode: Record<string, string>,
): string | null {
  const field = fieldOfCode[error.code];
  const faults = field ? [{ path: field, message: error.message }] : error.errors;
  const values = form.getValues();
  const placed = faults.map(({ path, message }) => ({ field: fieldOf(values, path), message }));
  const known = Map.groupBy(placed, ({ field }) => field);
  const rest = (known.get(null) ?? []).map(({ message }) => message);
  known.delete(null);
  [...known].forEach(([name, [first]], index) => {
    if (name !== null && first) form.setError(name, { message: first.message }, { shouldFocus: index === 0 });
  });
  if (known.size === 0) return [errorText(error), ...rest].filter(Boolean).join(' ') || null;
  return rest.length > 0 ? rest.join(' ') : null;
}

/** The field of a path. A field edited as one text, such as lines, gets the errors of its items. */
function fieldOf<Values extends FieldValues>(values: Values, path: string): FieldPath<Values> | null {
  const parts = path.split('.');
  for (let length = 1; length <= parts.length; length++) {
    const name = parts.slice(0, length).join('.');
    if (!isPathOf(values, name)) return null;
    const value: unknown = get(values, name);
    const holdsFields = Array.isArray(value)
      ? value.some((item) => typeof item === 'object')
      : typeof value === 'object';
    if (!holdsFields || value === null || length === parts.length) return name;
  }
  return null;
}

/** Whether the form has a field at this path. */
export const isPathOf = <Values extends FieldValues>(values: Values, path: string): path is FieldPath<Values> =>
  get(values, path) !== undefined;

export type ApiForm<Values extends FieldValues> = {
  form: UseFormReturn<Values, unknown, unknown>;
  submit: () => Promise<void>;
  problem: string | null;
  busy: boolean;
  dirty: boolean;
};

/** Whether the whole form is read-only. */
const ReadOnly = createContext(false);

/** The form. Errors without a field are shown above it. */
export function Form<Values extends FieldValues>({
  of,
  label,
  readOnly = false,
  guarded = false,
  children,
}: {
  of: ApiForm<Values>;
  label?: string;
  readOnly?: boolean;
  /** Asks before unsaved input is lost. A dialog always asks. */
  guarded?: boolean;
  children: ReactNode;
}) {
  const inDialog = useDialogForm(of);
  return (
    <FormProvider {...of.form}>
      <form
        noValidate
        aria-label={label}
        className="form"
        onSubmit={(event) => {
          // in React's tree, a dialog's form can be inside another form
          event.stopPropagation();
          event.preventDefault();
          void of.submit();
        }}
      >
        {of.problem && (
          <Notice tone="error" alert comesForward>
            {of.problem}
          </Notice>
        )}
        <ReadOnly value={readOnly}>{children}</ReadOnly>
      </form>
      {(guarded || inDialog) && <Unsaved dirty={of.dirty} />}
    </FormProvider>
  );
}

type Connected<Props extends { value: unknown }> = Omit<
  Props,
  'value' | 'onChange' | 'onBlur' | 'inputRef' | 'error' | 'readOnly'
> & {
  name: string;
  /** Called in addition when the user changes the value. */
  onChanged?: (value: Props['value']) => void;
};

function useField<Value>(
  name: string,
  onChanged?: (value: Value) => void,
): Pick<FieldProps<Value>, 'value' | 'onChange' | 'onBlur' | 'inputRef' | 'error' | 'readOnly'> {
  const readOnly = use(ReadOnly);
  const { field, fieldState } = useController({ name });
  return {
    value: field.value as Value,
    onChange: (value: Value) => {
      field.onChange(value);
      onChanged?.(value);
    },
    onBlur: field.onBlur,
    inputRef: field.ref,
    error: fieldState.error?.message,
    readOnly,
  };
}

export function TextInput({ name, onChanged, ...props }: Connected<TextProps>) {
  return <TextField {...props} {...useField<string>(name, onChanged)} />;
}

export function PasswordInput({ name, onChanged, ...props }: Connected<Parameters<typeof PasswordField>[0]>) {
  return <PasswordField {...props} {...useField<string>(name, onChanged)} />;
}

export function TextareaInput({ name, onChanged, ...props }: Connected<Parameters<typeof TextareaField>[0]>) {
  return <TextareaField {...props} {...useField<string>(name, onChanged)} />;
}

export function SwitchInput({ name, onChanged, ...props }: Connected<FieldProps<boolean>>) {
  return <SwitchField {...props} {...useField<boolean>(name, onChanged)} />;
}

export function CheckInput({ name, label, description }: { name: string; label: ReactNode; description?: ReactNode }) {
  const { readOnly: _never, ...field } = useField<boolean>(name);
  return <CheckField label={label} description={description} {...field} />;
}

export function ChoiceInput({
  name,
  onChanged,
  ...props
}: {
  name: string;
  label: string;
  options: readonly Option[];
  description?: ReactNode;
  onChanged?: (value: string) => void;
}) {
  return <ChoiceField name={name} {...props} {...useField<string>(name, onChanged)} />;
}

type SelectInputProps = {
  name: string;
  label: string;
  options: readonly SelectOption[];
  searchable?: boolean;
  clearable?: boolean;
  placeholder?: string;
  description?: ReactNode;
  disabledReason?: string | null;
  onSearch?: (text: string) => void;
  searching?: boolean;
  emptyText?: string;
};

export function SelectInput({ name, ...props }: SelectInputProps) {
  return <SelectField {...props} {...useField<string | null>(name)} />;
}

type MultiSelectInputProps = {
  name: string;
  label: string;
  options: readonly SelectOption[];
  placeholder?: string;
  description?: ReactNode;
  disabledReason?: string | null;
  searching?: boolean;
  emptyText?: string;
  onSearch?: (text: string) => void;
};

export function MultiSelectInput({ name, ...props }: MultiSelectInputProps) {
  return <MultiSelectField {...props} {...useField<string[]>(name)} />;
}
