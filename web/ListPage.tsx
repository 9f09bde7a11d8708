import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { IconSearchOff } from '@tabler/icons-react';
import { type ReactNode, useMemo } from 'react';
import { api, type Page } from './api.ts';
import styles from './list-page.module.css';
import { useListState } from './list-state.ts';
import { type ListSearch, PAGE_SIZE } from './search.ts';
import { Button } from './ui/Button.tsx';
import { Pager, SearchBox } from './ui/controls.tsx';
import { type Column, DataTable } from './ui/DataTable.tsx';
import { Empty } from './ui/Page.tsx';

type ListProps<Row> = {
  /** The list's address under the API; the key of its cached pages begins with `cacheKey`. */
  path: string;
  cacheKey: readonly unknown[];
  search: ListSearch;
  /** Filters beside search, sort and cursor. */
  filter?: Record<string, string | undefined>;
  label: string;
  noun: string;
  columns: readonly Column<Row>[];
  rowName?: (row: Row) => string;
  defaultSort?: string;
  searchHint?: string;
  /** What there is when there is nothing at all. */
  empty: ReactNode;
  toolbar?: ReactNode;
  refetchInterval?: number;
  selected?: ReadonlySet<string>;
  onSelect?: ((rows: Row[], on: boolean) => void) | undefined;
};

type Keyed = { id: string } | { tenantId: string };

const idOf = (row: Keyed): string => ('id' in row ? row.id : row.tenantId);

/** A list of the server's with search, sorting and paging, all of it in the address. */
export function ListPage<Row extends Keyed>(props: ListProps<Row>) {
  const { path, cacheKey, search, filter, label, noun, columns, searchHint } = props;
  const { ask, pager } = useListState<ListSearch>(search);
  const question = { ...filter, search: search.search, sort: search.sort, limit: PAGE_SIZE, cursor: search.cursor };
  const { data, error, isPlaceholderData, refetch } = useQuery({
    queryKey: [...cacheKey, question],
    queryFn: ({ signal }) => api.get<Page<Row>>(path, question, signal),
    placeholderData: keepPreviousData,
    ...(props.refetchInterval && { refetchInterval: props.refetchInterval }),
  });
  const sorts = useMemo(() => columns.some((column) => column.sortable), [columns]);
  const narrowed = Boolean(search.search || search.cursor || Object.values(filter ?? {}).some(Boolean));
  const cleared = Object.fromEntries(Object.keys(filter ?? {}).map((name) => [name, undefined]));
  return (
    <>
      {(searchHint || props.toolbar) && (
        <div className={styles.toolbar}>
          {searchHint && (
            <SearchBox
              label={`Search ${label.toLowerCase()}`}
              placeholder={searchHint}
              value={search.search ?? ''}
              onSearch={(text) => ask({ search: text || undefined }, true)}
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
        {...(props.rowName && { rowName: props.rowName })}
        {...(sorts && { sort: search.sort ?? props.defaultSort ?? '', onSort: (sort: string) => ask({ sort }) })}
        {...(props.selected && { selected: props.selected })}
        {...(props.onSelect && { onSelect: props.onSelect })}
        stale={isPlaceholderData}
        error={error}
        onRetry={() => void refetch()}
        empty={
          narrowed ? (
            <Empty
              icon={<IconSearchOff size={22} />}
              title="Nothing found"
              action={<Button onClick={() => ask({ ...cleared, search: undefined })}>Show all</Button>}
            >
              Nothing matches what you asked for.
            </Empty>
          ) : (
            props.empty
          )
        }
      />
      <Pager {...pager(data?.nextCursor)} shown={data?.items.length ?? 0} total={data?.total} noun={noun} />
    </>
  );
}
