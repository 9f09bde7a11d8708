import type { MultiSelectProps, SelectProps } from '@mantine/core';
import styles from './fields.module.css';

/** Says that a search found nothing, but not before its response is there. */
export const emptyMessage = (searching: boolean, emptyText = 'Nothing found'): string =>
  searching ? 'Searching…' : emptyText;

/** The common properties of selects. */
export const pickerProps = {
  maxDropdownHeight: 280,
  // rendered next to its field, not at the end of the page, so that it is in the right dialog, landmark and reading order
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
