import type { ReactNode } from 'react';
import type { FieldValues } from 'react-hook-form';
import { Button } from '../../ui/Button.tsx';
import { CancelButton, Dialog, DialogActions } from '../../ui/Dialog.tsx';
import type { Edit } from './edit.ts';
import { EditForm, SaveButton } from './EditForm.tsx';
import { type ApiForm, Form } from './form.tsx';

type Shell = {
  title: string;
  /** A sentence under the title. */
  intro?: ReactNode;
  size?: 'small' | 'medium' | 'large';
  /** The form's name for screen readers. */
  label: string;
  /** The label of the submit button. */
  verb: string;
  onClose: () => void;
  children: ReactNode;
};

/** A dialog with one form, such as for creating an object. */
export function FormDialog<Values extends FieldValues>({
  of,
  label,
  verb,
  children,
  ...dialog
}: Shell & { of: ApiForm<Values> }) {
  return (
    <Dialog {...dialog} keepOpen>
      <Form of={of} label={label}>
        {children}
        <DialogActions>
          <CancelButton />
          <Button type="submit" kind="primary" busy={of.busy}>
            {verb}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}

/** A dialog with a form for an object that others may edit at the same time. `what` names it: `this tenant`. */
export function EditDialog<Values extends FieldValues>({
  of,
  label,
  what,
  verb,
  children,
  ...dialog
}: Shell & { of: ApiForm<Values> & Edit; what: string }) {
  return (
    <Dialog {...dialog} keepOpen>
      <EditForm of={of} label={label} what={what}>
        {children}
        <DialogActions>
          <CancelButton />
          <SaveButton of={of}>{verb}</SaveButton>
        </DialogActions>
      </EditForm>
    </Dialog>
  );
}
