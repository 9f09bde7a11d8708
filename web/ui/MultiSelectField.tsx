import '@mantine/core/styles/CloseButton.css';
import '@mantine/core/styles/Popover.css';
import '@mantine/core/styles/ScrollArea.css';
import '@mantine/core/styles/Combobox.css';
import '@mantine/core/styles/Input.css';
import '@mantine/core/styles/Pill.css';
import '@mantine/core/styles/PillsInput.css';
import { MultiSelect } from '@mantine/core';
import type { FieldProps } from './fields.tsx';
import { pickerProps } from './picker.ts';
import type { SelectOption } from './SelectField.tsx';

type MultiSelectProps = FieldProps<string[]> & {
  options: readonly SelectOption[];
  placeholder?: string;
  emptyText?: string;
  /** For options that come from the server while one types. */
  onSearch?: (text: string) => void;
};

/** Several of many, found by typing; each chosen one can be taken out again. */
export function MultiSelectField({
  label,
  options,
  value,
  onChange,
  onBlur,
  inputRef,
  description,
  disabledReason,
  readOnly,
  error,
  placeholder,
  emptyText = 'Nothing found',
  onSearch,
}: MultiSelectProps) {
  return (
    <MultiSelect
      ref={inputRef}
      label={label}
      data={[...options]}
      value={value}
      onChange={onChange}
      onBlur={onBlur}
      description={error ? undefined : (disabledReason ?? description)}
      error={error}
      disabled={Boolean(disabledReason) || readOnly}
      searchable
      // the focus that comes with an error must not cover what stands beside the field
      openOnFocus={false}
      hidePickedOptions
      placeholder={value.length === 0 ? placeholder : undefined}
      nothingFoundMessage={emptyText}
      limit={300}
      {...(onSearch && { onSearchChange: onSearch, filter: ({ options: all }) => all })}
      {...pickerProps}
    />
  );
}
