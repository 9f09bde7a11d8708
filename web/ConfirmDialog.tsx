import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Button } from './ui/Button.tsx';
import { Dialog, DialogActions } from './ui/Dialog.tsx';
import { Notice } from './ui/Notice.tsx';

type ConfirmProps = {
  title: string;
  /** The act itself, as on the button. */
  verb: string;
  harmless?: boolean;
  act: () => Promise<void>;
  onClose: () => void;
  children: ReactNode;
};

/** Asks once more before something that cannot be taken back. A refusal is shown in it. */
export function ConfirmDialog({ title, verb, harmless, act, onClose, children }: ConfirmProps) {
  const { mutate, isPending, error } = useMutation({ mutationFn: act, onSuccess: onClose });
  return (
    <Dialog title={title} onClose={onClose} size="small">
      {error && (
        <Notice tone="error" alert>
          {error.message}
        </Notice>
      )}
      {children}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button kind={harmless ? 'primary' : 'danger'} busy={isPending} onClick={() => mutate()}>
          {verb}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
