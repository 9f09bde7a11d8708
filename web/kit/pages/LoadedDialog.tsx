import { type UseQueryOptions, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Dialog } from '../../ui/Dialog.tsx';
import { LoadError } from '../../ui/LoadError.tsx';
import { Waiting } from '../../ui/Progress.tsx';

type LoadedDialogProps<Fetched, Key extends readonly unknown[], Item> = {
  query: Pick<UseQueryOptions<Fetched, Error, Item, Key>, 'queryKey' | 'queryFn' | 'select'>;
  onClose: () => void;
  children: (item: Item) => ReactNode;
};

/** A dialog for an object that is loaded first, because the URL has only its id. */
export function LoadedDialog<Fetched, Key extends readonly unknown[], Item = Fetched>({
  query,
  onClose,
  children,
}: LoadedDialogProps<Fetched, Key, Item>) {
  const { data, error, refetch } = useQuery(query);
  if (data !== undefined) return <Opened item={data}>{children}</Opened>;
  if (!error) return <Waiting />;
  return (
    <Dialog title="Couldn’t load this" size="small" onClose={onClose}>
      <LoadError error={error} again={refetch} />
    </Dialog>
  );
}

/** The dialog edits the object as it was when it opened, even if it is loaded again. */
function Opened<Item>({ item, children }: { item: Item; children: (item: Item) => ReactNode }) {
  const [opened] = useState(() => item);
  return children(opened);
}
