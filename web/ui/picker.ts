import type { MultiSelectProps, SelectProps } from '@mantine/core';
import styles from './fields.module.css';

/** How every field looks and opens from which one or several of many are picked. */
export const pickerProps = {
  maxDropdownHeight: 280,
  // beside its field and not at the end of the page: inside the dialog, the landmark and the reading order that it belongs to
  comboboxProps: {
    withinPortal: false,
    floatingStrategy: 'fixed',
    transitionProps: { duration: 0 },
    shadow: 'md',
    zIndex: 350,
  },
  inputWrapperOrder: ['label', 'input', 'error', 'description'],
  classNames: { label: styles.label, description: styles.description, error: styles.error, input: styles.input },
} satisfies Partial<SelectProps & MultiSelectProps>;
