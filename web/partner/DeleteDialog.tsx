import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Tenant } from '../../src/tenants/contract.ts';
import { api, ApiError } from '../api.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog, DialogActions } from '../ui/Dialog.tsx';
import { TextField } from '../ui/fields.tsx';
import { Notice } from '../ui/Notice.tsx';
import { tell } from '../ui/toast.tsx';
import { Effects, usePreview } from './Effects.tsx';

type DeleteProps = {
  tenant: Pick<Tenant, 'id' | 'name'>;
  /** Opened from a form with changes in it. */
  unsaved?: boolean;
  onClose: () => void;
  onDeleted?: () => void;
};

/** Deletes a tenant, after showing what that does and asking for its name. */
export function DeleteDialog({ tenant, unsaved, onClose, onDeleted }: DeleteProps) {
  const client = useQueryClient();
  const { data: preview } = usePreview(tenant.id, 'cancel');
  const [typed, setTyped] = useState('');
  const [override, setOverride] = useState('');
  const blocked = (preview?.openPortOrders ?? 0) > 0;
  const cancel = useMutation({
    mutationFn: () =>
      api.delete<Tenant>(`/tenants/${tenant.id}`, {
        body: { confirmName: typed, ...(blocked && override.trim() && { overrideReason: override.trim() }) },
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['tenants'] });
      tell('It can be reactivated for 90 days, from the Suspended list.', `${tenant.name} is cancelled`);
      onClose();
      onDeleted?.();
    },
  });
  const fault = cancel.error instanceof ApiError ? cancel.error : null;
  return (
    <Dialog title={`Delete ${tenant.name}?`} onClose={onClose} keepOpen>
      <form
        className="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          if (typed === tenant.name && !cancel.isPending) cancel.mutate();
        }}
      >
        {fault && fault.code !== 'name_mismatch' && (
          <Notice tone="error" alert>
            {fault.message}
          </Notice>
        )}
        {unsaved && <Notice>Your other changes in the form are not saved by this.</Notice>}
        <Effects tenantId={tenant.id} action="cancel" />
        {blocked && (
          <TextField
            label="Why it is deleted in spite of the open port"
            value={override}
            onChange={setOverride}
            maxLength={500}
          />
        )}
        <TextField
          label={`Type the tenant’s name to confirm: ${tenant.name}`}
          value={typed}
          onChange={setTyped}
          error={fault?.code === 'name_mismatch' ? fault.message : undefined}
          startHere
        />
        <DialogActions>
          <Button onClick={onClose}>Keep the tenant</Button>
          <Button
            type="submit"
            kind="danger"
            busy={cancel.isPending}
            reason={
              typed === tenant.name
                ? blocked && !override.trim()
                  ? 'Say why, in spite of the open port.'
                  : null
                : `Type “${tenant.name}” exactly as it is shown.`
            }
          >
            Delete tenant
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
