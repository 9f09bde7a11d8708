import { type UseQueryOptions, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiError } from '../session/api.ts';
import { FailedPage } from './FailedPage.tsx';
import { NotFound } from './NotFound.tsx';

type LoadedPageProps<Fetched, Key extends readonly unknown[], Item> = {
  query: Pick<UseQueryOptions<Fetched, Error, Item, Key>, 'queryKey' | 'queryFn' | 'select' | 'refetchInterval'>;
  /** Shown if loading fails: “Couldn’t load this invoice”. */
  failed: string;
  children: (item: Item) => ReactNode;
};

/** The page of an object, which stays on screen if a later reload fails. */
export function LoadedPage<Fetched, Key extends readonly unknown[], Item = Fetched>({
  query,
  failed,
  children,
}: LoadedPageProps<Fetched, Key, Item>) {
  const { data, error, refetch } = useQuery(query);
  if (error instanceof ApiError && error.status === 404) return <NotFound />;
  if (data !== undefined) return children(data);
  return error ? <FailedPage title={failed} error={error} again={refetch} /> : <output>Loading…</output>;
}
