import '@mantine/core/styles/CloseButton.css';
import '@mantine/core/styles/Popover.css';
import '@mantine/core/styles/ScrollArea.css';
import '@mantine/core/styles/Combobox.css';
import '@mantine/core/styles/Input.css';
import '@mantine/core/styles/Pill.css';
import { defaultOptionsFilter, type OptionsFilter, Select } from '@mantine/core';
import type { FieldProps } from './fields.tsx';
import { emptyMessage, pickerProps } from './picker.ts';

export type SelectOption = { value: string; label: string; group?: string };

type SelectProps = Omit<FieldProps<string | null>, 'label'> & {
  label?: string;
  /** The accessible name if no label is shown. */
  name?: string;
  options: readonly SelectOption[];
  /** Typing filters the options. */
  searchable?: boolean;
  clearable?: boolean;
  placeholder?: string;
  /** Called while the user types, for options from the server. */
  onSearch?: (text: string) => void;
  /** The options of what was typed last are still loading. */
  searching?: boolean;
  emptyText?: string;
  small?: boolean;
};

export function SelectField({
  label,
  name,
  options,
  value,
  onChange,
  onBlur,
  inputRef,
  description,
  disabledReason,
  readOnly,
  error,
  searchable = false,
  clearable = false,
  placeholder,
  onSearch,
  searching = false,
  emptyText,
  small,
}: SelectProps) {
  return (
    <Select
      ref={inputRef}
      label={label}
      aria-label={name}
      data={grouped(options)}
      value={value}
      onChange={onChange}
      onBlur={onBlur}
      description={disabledReason ?? description}
      error={error}
      disabled={Boolean(disabledReason) || readOnly}
      searchable={searchable}
      clearable={clearable}
      allowDeselect={false}
      placeholder={placeholder}
      size={small ? 'xs' : 'sm'}
      filter={onSearch ? ({ options: all }) => all : forgiving}
      {...(onSearch && { onSearchChange: onSearch })}
      nothingFoundMessage={emptyMessage(searching, emptyText)}
      limit={200}
      checkIconPosition="right"
      {...pickerProps}
      clearButtonProps={{ 'aria-label': 'Clear' }}
    />
  );
}

/** Finds `New York` also by `New_York`. */
const forgiving: OptionsFilter = (asked) => {
  const find = defaultOptionsFilter as OptionsFilter;
  const found = find(asked);
  return found.length > 0 ? found : find({ ...asked, search: asked.search.replaceAll('_', ' ') });
};

function grouped(options: readonly SelectOption[]) {
  const plain = ({ value, label }: SelectOption) => ({ value, label });
  const names = [...new Set(options.flatMap(({ group }) => group ?? []))];
  if (names.length === 0) return options.map(plain);
  return names.map((name) => ({ group: name, items: options.filter(({ group }) => group === name).map(plain) }));
}
