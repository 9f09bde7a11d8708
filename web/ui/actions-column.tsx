import { Fragment, type ReactElement } from 'react';
import { Button, type ButtonProps } from './Button.tsx';
import type { Column } from './DataTable.tsx';
import styles from './data-table.module.css';

type RowAction = Pick<ButtonProps, 'disabledReason' | 'busy'> & {
  label: string;
  /** The accessible name, which says of which row. */
  name?: string;
  onClick: () => void;
};

/** An element is for what isn't a plain button; `false` leaves an action out. */
export type RowActions = readonly (RowAction | ReactElement | false)[];

/** The last column of a table: the buttons of each row, which never wrap. */
export function actionsColumn<Row>(actionsOf: (row: Row) => RowActions, { visibleHeader = false } = {}): Column<Row> {
  return {
    id: 'actions',
    header: 'Actions',
    end: true,
    quietHeader: !visibleHeader,
    cell: (row) => (
      <div className={styles.actions}>
        {actionsOf(row).map((action, index) => (
          // by place, so that a button keeps the focus when its act turns into another
          <Fragment key={index}>{action && ('label' in action ? <ActionButton {...action} /> : action)}</Fragment>
        ))}
      </div>
    ),
  };
}

function ActionButton({ label, name, ...rest }: RowAction) {
  return (
    <Button small kind="quiet" aria-label={name} {...rest}>
      {label}
    </Button>
  );
}
