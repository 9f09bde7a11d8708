import { IconArrowDown, IconArrowUp, IconSelector } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useId } from 'react';
import { Button } from './Button.tsx';
import { Checkbox } from './Checkbox.tsx';
import { Notice } from './Notice.tsx';
import { StaleNotice } from './StaleNotice.tsx';
import { useMedia } from './use-media.ts';
import styles from './data-table.module.css';

export type Column<Row> = {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  sortable?: boolean;
  /** Aligns the column to the end, for numbers and buttons. */
  end?: boolean;
  /** The header is only for screen readers. */
  quietHeader?: boolean;
  /** Hidden on a narrow screen. */
  wideOnly?: boolean;
};

type DataTableProps<Row> = {
  /** The table's accessible name. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[] | undefined;
  rowId: (row: Row) => string;
  /** The name of a row, for its checkbox. */
  rowName?: (row: Row) => string;
  /** Whether to highlight a row. */
  stress?: ((row: Row) => boolean) | undefined;
  /** `name` or `-name`. */
  sort?: string;
  onSort?: (sort: string) => void;
  selected?: ReadonlySet<string>;
  onSelect?: (rows: Row[], selected: boolean) => void;
  /** The rows are of an earlier search, and new ones are loading. */
  stale?: boolean;
  error?: Error | null;
  /** When the rows were loaded. */
  asOf?: number;
  onRetry?: () => void;
  /** Goes to the first page if this one can't be shown. */
  onFirst?: (() => void) | null;
  /** Shown if there are no rows. */
  empty: ReactNode;
};

const DIRECTIONS = { asc: 'ascending', desc: 'descending', none: 'none' } as const;
type Direction = keyof typeof DIRECTIONS;

/** `-name` sorts by `name`, descending. */
const directionOf = (sort: string | undefined, id: string): Direction =>
  sort === id ? 'asc' : sort === `-${id}` ? 'desc' : 'none';

/** A native table with sortable headers, and skeleton, empty and error states. On a phone each row is a card. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowId, rowName, sort, onSort, selected, onSelect, error } = props;
  const headingId = useId();
  // as in data-table.module.css
  const narrow = useMedia('(max-width: 40rem)');
  if (error && !rows) {
    return (
      <div className={styles.frame}>
        <div className={styles.instead}>
          <Notice
            tone="error"
            alert
            title="Couldn’t load this list"
            action={
              <>
                {props.onFirst && <Button onClick={props.onFirst}>First page</Button>}
                <Button onClick={props.onRetry}>Try again</Button>
              </>
            }
          >
            {error.message}
          </Notice>
        </div>
      </div>
    );
  }
  const outdated = error && props.asOf !== undefined && <StaleNotice error={error} since={props.asOf} />;
  if (rows?.length === 0) {
    return (
      <div className={styles.frame}>
        {outdated}
        {props.empty}
      </div>
    );
  }
  const shown = rows ?? [];
  const isSelected = (row: Row): boolean => selected?.has(rowId(row)) ?? false;
  const selectedHere = shown.filter(isSelected).length;
  return (
    <div className={styles.frame} data-stale={props.stale || undefined}>
      {outdated}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
      <section className={styles.scroll} aria-labelledby={headingId} tabIndex={0}>
        <table className={styles.table} aria-busy={!rows || props.stale}>
          <caption id={headingId} className="visually-hidden">
            {label}
          </caption>
          <thead>
            <tr>
              {onSelect && (
                <th scope="col" className={styles.tick}>
                  <Checkbox
                    name="Select all on this page"
                    value={shown.length > 0 && selectedHere === shown.length}
                    some={selectedHere > 0 && selectedHere < shown.length}
                    onChange={(on) => onSelect([...shown], on)}
                  />
                </th>
              )}
              {columns.map((column) => (
                <HeaderCell
                  key={column.id}
                  column={column}
                  direction={onSort && column.sortable ? directionOf(sort, column.id) : null}
                  onSort={onSort}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {!rows && <Skeleton columns={columns.length + (onSelect ? 1 : 0)} />}
            {shown.map((row) => (
              <tr
                key={rowId(row)}
                data-selected={isSelected(row) || undefined}
                data-stress={props.stress?.(row) || undefined}
              >
                {onSelect && (
                  <td className={styles.tick}>
                    <Checkbox
                      name={`Select ${rowName?.(row) ?? rowId(row)}`}
                      value={isSelected(row)}
                      onChange={(on) => onSelect([row], on)}
                    />
                  </td>
                )}
                {columns.map((column, index) => (
                  <Cell key={column.id} column={column} row={row} labelled={narrow && index > 0} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

type CellProps<Row> = { column: Column<Row>; row: Row; labelled: boolean };

/** A cell. On a phone it has its header beside it, except the first, which names the row. */
function Cell<Row>({ column, row, labelled }: CellProps<Row>) {
  const content = column.cell(row);
  const label = labelled && !column.quietHeader && content !== '' && content !== null && content !== undefined;
  return (
    <td data-labelled={label || undefined} {...cellProps(column)}>
      {label && (
        <span className={styles.label} aria-hidden>
          {column.header}
        </span>
      )}
      {content}
    </td>
  );
}

const cellProps = (column: Pick<Column<never>, 'end' | 'wideOnly'>) => ({
  'data-end': column.end || undefined,
  'data-wide': column.wideOnly || undefined,
});

const SORT_ICONS = { asc: IconArrowUp, desc: IconArrowDown, none: IconSelector };

type HeaderProps = {
  column: Pick<Column<never>, 'id' | 'header' | 'end' | 'wideOnly' | 'quietHeader'>;
  direction: Direction | null;
  onSort: ((sort: string) => void) | undefined;
};

function HeaderCell({ column, direction, onSort }: HeaderProps) {
  if (direction === null) {
    return (
      <th scope="col" {...cellProps(column)}>
        <span className={column.quietHeader ? 'visually-hidden' : undefined}>{column.header}</span>
      </th>
    );
  }
  const Icon = SORT_ICONS[direction];
  return (
    <th scope="col" {...cellProps(column)} aria-sort={DIRECTIONS[direction]}>
      <button
        type="button"
        className={styles.sort}
        onClick={() => onSort?.(direction === 'asc' ? `-${column.id}` : column.id)}
      >
        {column.header}
        <Icon size={14} stroke={2} aria-hidden />
      </button>
    </th>
  );
}

function Skeleton({ columns }: { columns: number }) {
  return Array.from({ length: 8 }, (_, row) => (
    <tr key={row} className={styles.skeleton}>
      {Array.from({ length: columns }, (__, column) => (
        <td key={column}>
          <span>Loading</span>
        </td>
      ))}
    </tr>
  ));
}
