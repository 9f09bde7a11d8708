import { type UseQueryOptions, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Card } from '../../ui/layout.tsx';
import { LoadError } from '../../ui/LoadError.tsx';

type LoadedCardProps<Fetched, Key extends readonly unknown[], Item> = {
  query: Pick<UseQueryOptions<Fetched, Error, Item, Key>, 'queryKey' | 'queryFn' | 'select'>;
  title?: string;
  /** Shown if loading fails: “Couldn’t load the limits”. */
  failed: string;
  children: (item: Item) => ReactNode;
};

/** A card with a form for something that is loaded first. The input stays if a later reload fails. */
export function LoadedCard<Fetched, Key extends readonly unknown[], Item = Fetched>({
  query,
  title,
  failed,
  children,
}: LoadedCardProps<Fetched, Key, Item>) {
  const { data, error, refetch } = useQuery(query);
  if (data === undefined && error) return <LoadError title={failed} error={error} again={refetch} />;
  return (
    <Card form title={title}>
      {data === undefined ? <output>Loading…</output> : children(data)}
    </Card>
  );
}
