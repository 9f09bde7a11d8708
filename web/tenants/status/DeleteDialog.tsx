import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { asShown, type Tenant } from '../../../src/tenants/contract.ts';
import { deleteTenant } from '../../../src/tenants/lifecycle/endpoints.ts';
import { tenantQuery } from '../../kit/lists/tenants-query.ts';
import { ErrorNotice } from '../../kit/pages/ErrorNotice.tsx';
import { ApiError } from '../../kit/session/api.ts';
import { useApiMutation } from '../../kit/session/changes.ts';
import { usePermissionReason } from '../../kit/session/session.ts';
import { Button } from '../../ui/Button.tsx';
import { CancelButton, Dialog, DialogActions } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { toast } from '../../ui/toast.tsx';
import { ImpactPreview, usePreview } from './ImpactPreview.tsx';

type DeleteProps = {
  tenant: Pick<Tenant, 'id' | 'name'>;
  /** Opened from a form with unsaved changes. */
  unsaved?: boolean;
  onClose: () => void;
  onDeleted?: () => void;
};

/** Deletes a tenant, after showing the effects and asking for its name. */
export function DeleteDialog({ tenant, unsaved, onClose, onDeleted }: DeleteProps) {
  const client = useQueryClient();
  const mayNot = usePermissionReason('tenants.write');
  // the current name, because another user may rename the tenant meanwhile
  const { data: now } = useQuery(tenantQuery(tenant.id));
  const name = now?.name ?? tenant.name;
  const { data: preview } = usePreview(tenant.id, 'cancel');
  const [typed, setTyped] = useState('');
  const [override, setOverride] = useState('');
  const blocked = (preview?.openPortOrders ?? 0) > 0;
  const cancel = useApiMutation(deleteTenant, {
    errors: 'shown',
    onSuccess: () => {
      toast.success('You can reactivate it for 90 days, from the Suspended list.', `${name} is cancelled`);
      onClose();
      onDeleted?.();
    },
  });
  const start = () =>
    cancel.mutate(
      {
        params: { tenantId: tenant.id },
        body: { confirmName: typed, ...(blocked && override.trim() && { overrideReason: override.trim() }) },
      },
      { onError: (error) => isMismatch(error) && void client.invalidateQueries(tenantQuery(tenant.id)) },
    );
  const mismatch = isMismatch(cancel.error);
  const missing =
    asShown(typed) !== asShown(name)
      ? `Type “${name}” exactly as it is shown.`
      : blocked && !override.trim()
        ? 'Give a reason for deleting it during a port.'
        : null;
  const reason = mayNot ?? missing;
  return (
    <Dialog title={`Delete ${name}?`} onClose={onClose} busy={cancel.isPending} keepOpen>
      <form
        className="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          if (!reason && !cancel.isPending) start();
        }}
      >
        {!mismatch && <ErrorNotice error={cancel.error} comesForward />}
        {unsaved && <Notice>Deleting doesn’t save your other changes.</Notice>}
        <ImpactPreview tenantId={tenant.id} action="cancel" />
        {!blocked && preview && preview.dids.length > 0 && (
          <Notice title="Is it going to another provider?">
            Then port its numbers out before you delete it. Once they are back in your inventory, they can’t be ported
            until you assign them again.
          </Notice>
        )}
        {blocked && (
          <TextField
            label="Reason for deleting it during a port"
            value={override}
            onChange={setOverride}
            maxLength={500}
          />
        )}
        <TextField
          label={`Type the tenant’s name to confirm: ${name}`}
          value={typed}
          onChange={setTyped}
          error={mismatch && asShown(typed) !== asShown(name) ? `It’s called “${name}” now.` : undefined}
          disabledReason={mayNot}
          autoFocus
        />
        <DialogActions>
          <CancelButton>Keep the tenant</CancelButton>
          <Button type="submit" kind="danger" busy={cancel.isPending} disabledReason={reason}>
            Delete tenant
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

const isMismatch = (error: unknown): boolean => error instanceof ApiError && error.code === 'name_mismatch';
