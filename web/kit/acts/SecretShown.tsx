import type { ReactNode } from 'react';
import { Button } from '../../ui/Button.tsx';
import { CopyField } from '../../ui/CopyField.tsx';
import { Dialog, DialogActions } from '../../ui/Dialog.tsx';
import { Notice } from '../../ui/Notice.tsx';

type SecretShownProps = {
  title: string;
  /** That it has to be copied now, and why. */
  warning: string;
  /** What the secret is: `API key`. */
  label: string;
  secret: string;
  onClose: () => void;
  /** What it is for. */
  children: ReactNode;
};

/** A secret just made: the only time that it is shown. */
export function SecretShown({ title, warning, label, secret, onClose, children }: SecretShownProps) {
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

/** For how many hours a secret that is replaced stays good. `hint`: what a day is for. */
export const overlapOptions = (hint: string) => [
  { value: '24', label: 'For a day', hint },
  { value: '168', label: 'For a week' },
  { value: '0', label: 'Not at all', hint: 'Choose this if somebody may have seen it' },
];
