import '@mantine/core/styles/CloseButton.css';
import '@mantine/core/styles/Popover.css';
import '@mantine/core/styles/ScrollArea.css';
import '@mantine/core/styles/Combobox.css';
import '@mantine/core/styles/Input.css';
import '@mantine/core/styles/Pill.css';
import '@mantine/core/styles/PillsInput.css';
import { MultiSelect } from '@mantine/core';
import type { FieldProps } from './fields.tsx';
import { emptyMessage, pickerProps } from './picker.ts';
import type { SelectOption } from './SelectField.tsx';

type MultiSelectProps = FieldProps<string[]> & {
  options: readonly SelectOption[];
  placeholder?: string;
  /** The options of what was typed last are still loading. */
  searching?: boolean;
  emptyText?: string;
  /** Called while the user types, for options from the server. */
  onSearch?: (text: string) => void;
};

/** Chooses several options, which are found by typing. */
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
  searching = false,
  emptyText,
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
      // focusing the field because of an error must not open the list over its surroundings
      openOnFocus={false}
      hidePickedOptions
      placeholder={value.length === 0 ? placeholder : undefined}
      nothingFoundMessage={emptyMessage(searching, emptyText)}
      limit={300}
      {...(onSearch && { onSearchChange: onSearch, filter: ({ options: all }) => all })}
      {...pickerProps}
    />
  );
}
