import type { ReactNode } from 'react';
import { Button } from '../../ui/Button.tsx';
import { CopyField } from '../../ui/CopyField.tsx';
import { Dialog, DialogActions } from '../../ui/Dialog.tsx';
import { Notice } from '../../ui/Notice.tsx';

type SecretDialogProps = {
  title: string;
  /** Asks to copy it now, and says why. */
  warning: string;
  /** The kind of secret, such as `API key`. */
  label: string;
  secret: string;
  onClose: () => void;
  /** Explains what it is for. */
  children: ReactNode;
};

/** Shows a new secret, for the only time. */
export function SecretDialog({ title, warning, label, secret, onClose, children }: SecretDialogProps) {
  return (
    <Dialog title={title} onClose={onClose} keepOpen>
      <Notice tone="warning">{warning}</Notice>
      <CopyField label={label} value={secret} />
      <p>{children}</p>
      <DialogActions>
        <Button kind="primary" onClick={onClose}>
          I have copied it
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** For how many hours a replaced secret stays valid. `hint`: explains the choice of a day. */
export const overlapOptions = (hint: string) => [
  { value: '24', label: 'For a day', hint },
  { value: '168', label: 'For a week' },
  { value: '0', label: 'Not at all', hint: 'Choose this if somebody may have seen it' },
];
