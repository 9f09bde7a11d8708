import { IconSearchOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Pager, SearchBox } from '../../ui/controls.tsx';
import { type Column, DataTable } from '../../ui/DataTable.tsx';
import { Empty } from '../../ui/Page.tsx';
import type { PluralForms } from '../../ui/plural.ts';
import type { ApiList } from '../session/queries.ts';
import { useListState } from './list-state.ts';
import type { ListSearch } from './search.ts';
import styles from './list-page.module.css';

type ListProps<Row> = ApiList<Row> & {
  label: string;
  noun: PluralForms;
  columns: readonly Column<Row>[];
  rowName?: (row: Row) => string;
  /** Whether to highlight a row. */
  stress?: (row: Row) => boolean;
  defaultSort?: string;
  searchHint?: string;
  /** Shown if the list is empty without filters. */
  empty: ReactNode;
  toolbar?: ReactNode;
  refetchInterval?: number;
  selected?: ReadonlySet<string>;
  onSelect?: ((rows: Row[], on: boolean) => void) | undefined;
  /** A total of this means at least as many. */
  maxCounted?: number;
};

type Keyed = { id: string } | { tenantId: string };

const idOf = (row: Keyed): string => ('id' in row ? row.id : row.tenantId);

/** A server-side list with search, sorting and paging, all stored in the URL. */
export function ListPage<Row extends Keyed>(props: ListProps<Row>) {
  const { search, filter, label, noun, columns, searchHint } = props;
  const { setFilters, pager } = useListState<ListSearch>(search);
  const { data, error, isPlaceholderData, dataUpdatedAt, refetch } = useQuery({
    ...props.query,
    ...(props.refetchInterval && { refetchInterval: props.refetchInterval }),
  });
  const place = pager(data?.nextCursor);
  const sorts = useMemo(() => columns.some((column) => column.sortable), [columns]);
  const narrowed = Boolean(search.search || search.cursor || Object.values(filter).some(Boolean));
  const cleared = Object.fromEntries(Object.keys(filter).map((name) => [name, undefined]));
  return (
    <>
      {(searchHint || props.toolbar) && (
        <div className={styles.toolbar}>
          {searchHint && (
            <SearchBox
              label={`Search ${label.toLowerCase()}`}
              placeholder={searchHint}
              value={search.search ?? ''}
              onSearch={(text) => setFilters({ search: text || undefined }, true)}
            />
          )}
          {props.toolbar}
        </div>
      )}
      <DataTable
        label={label}
        columns={columns}
        rows={data?.items}
        rowId={idOf}
        rowName={props.rowName}
        stress={props.stress}
        {...(sorts && { sort: search.sort ?? props.defaultSort ?? '', onSort: (sort: string) => setFilters({ sort }) })}
        selected={props.selected}
        onSelect={props.onSelect}
        stale={isPlaceholderData}
        error={error}
        asOf={dataUpdatedAt}
        onRetry={() => void refetch()}
        onFirst={place.onFirst}
        empty={
          narrowed ? (
            <Empty
              icon={<IconSearchOff size={22} />}
              title={`No ${label.toLowerCase()} found`}
              action={<Button onClick={() => setFilters({ ...cleared, search: undefined })}>Clear the search</Button>}
            >
              {search.search ? `Nothing matches “${search.search}”.` : 'Nothing matches these filters.'}
            </Empty>
          ) : (
            props.empty
          )
        }
      />
      <Pager
        {...place}
        shown={data?.items.length ?? 0}
        total={data?.total}
        atLeast={data !== undefined && props.maxCounted !== undefined && data.total >= props.maxCounted}
        noun={noun}
      />
    </>
  );
}
