import { Button } from '../../ui/Button.tsx';
import { CopyField } from '../../ui/CopyField.tsx';
import { Dialog, DialogActions } from '../../ui/Dialog.tsx';
import { Notice } from '../../ui/Notice.tsx';

type LinkHandoverProps = { email: string; link: string; isNew: boolean; onDone: () => void };

/** Without a mail server, shows the link, which the user has to pass on. */
export function LinkHandover({ email, link, isNew, onDone }: LinkHandoverProps) {
  return (
    <Dialog title={isNew ? 'Hand over the invitation' : 'Hand over the password link'} keepOpen>
      <Notice tone="warning" title="No email was sent">
        This service has no mail server. Send the link to {email} yourself.
      </Notice>
      <CopyField label="Link" value={link} />
      <p>
        The link works once and expires in 7 days. Anyone who opens it can set the password, so send it only to {email}.
      </p>
      <DialogActions>
        <Button kind="primary" onClick={onDone}>
          Done
        </Button>
      </DialogActions>
    </Dialog>
  );
}
