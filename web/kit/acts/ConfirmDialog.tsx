import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { CancelButton, Dialog, DialogActions } from '../../ui/Dialog.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { ApiError, errorText, makeKeys } from '../session/api.ts';
import { refresh } from '../session/changes.ts';

type ConfirmProps = {
  title: string;
  /** The label of the button. */
  verb: string;
  harmless?: boolean;
  /** The version that the user sees of the changed object, if it has one. */
  version?: number;
  /** `key`: its Idempotency-Key, the same for a retry after a broken connection. */
  act: (version: number, key: string) => Promise<void>;
  onClose: () => void;
  children: ReactNode;
};

/** Asks for confirmation before an action that can't be undone, and shows why it was refused. */
export function ConfirmDialog({ title, verb, harmless, version: seen = 0, act, onClose, children }: ConfirmProps) {
  const client = useQueryClient();
  const [version, setVersion] = useState(seen);
  const [keys] = useState(() => makeKeys());
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => act(version, keys.keyFor(version)),
    onSettled: (_done, refusal) => keys.answered(refusal),
    onError: (refusal) => {
      if (!isStale(refusal)) return;
      setVersion(Number(refusal.extra.version));
      void refresh(client);
    },
  });
  const fault = isStale(error) ? 'Someone has just changed this. Press again to continue.' : errorText(error);
  return (
    <Dialog title={title} onClose={onClose} busy={isPending} size="small">
      {fault && (
        <Notice tone="error" alert>
          {fault}
        </Notice>
      )}
      {children}
      <DialogActions>
        <CancelButton />
        <Button
          kind={harmless ? 'primary' : 'danger'}
          busy={isPending}
          onClick={() => mutate(undefined, { onSuccess: onClose })}
        >
          {verb}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

const isStale = (error: unknown): error is ApiError => error instanceof ApiError && error.code === 'stale_version';
