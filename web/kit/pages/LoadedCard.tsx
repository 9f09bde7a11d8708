import { type UseQueryOptions, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Card } from '../../ui/layout.tsx';
import { NotLoaded } from '../../ui/NotLoaded.tsx';

type LoadedCardProps<Fetched, Key extends readonly unknown[], Item> = {
  query: Pick<UseQueryOptions<Fetched, Error, Item, Key>, 'queryKey' | 'queryFn' | 'select'>;
  title?: string;
  /** What is said if it can’t be loaded: “Couldn’t load the limits”. */
  failed: string;
  children: (item: Item) => ReactNode;
};

/** A card around a form over something that is loaded first. What is typed stays if a later look at it fails. */
export function LoadedCard<Fetched, Key extends readonly unknown[], Item = Fetched>({
  query,
  title,
  failed,
  children,
}: LoadedCardProps<Fetched, Key, Item>) {
  const { data, error, refetch } = useQuery(query);
  if (data === undefined) return error ? <NotLoaded title={failed} error={error} again={refetch} /> : null;
  return (
    <Card form title={title}>
      {children(data)}
    </Card>
  );
}
