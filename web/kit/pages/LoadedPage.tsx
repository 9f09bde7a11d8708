import { type UseQueryOptions, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { NotLoaded } from '../../ui/NotLoaded.tsx';
import { ApiError } from '../session/api.ts';
import { NotFound } from './NotFound.tsx';

type LoadedPageProps<Fetched, Key extends readonly unknown[], Item> = {
  query: Pick<UseQueryOptions<Fetched, Error, Item, Key>, 'queryKey' | 'queryFn' | 'select' | 'refetchInterval'>;
  /** What is said if it can’t be loaded: “Couldn’t load this invoice”. */
  failed: string;
  children: (item: Item) => ReactNode;
};

/** The page of one thing. What was loaded stays on screen if a later look at it fails. */
export function LoadedPage<Fetched, Key extends readonly unknown[], Item = Fetched>({
  query,
  failed,
  children,
}: LoadedPageProps<Fetched, Key, Item>) {
  const { data, error, refetch } = useQuery(query);
  if (error instanceof ApiError && error.status === 404) return <NotFound />;
  if (data !== undefined) return children(data);
  return error ? <NotLoaded title={failed} error={error} again={refetch} /> : <output>Loading…</output>;
}
