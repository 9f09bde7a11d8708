import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Tenant, TenantDefaults } from '../../src/tenants/contract.ts';
import { api } from '../api.ts';
import { Form, useApiForm } from '../form.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog, DialogActions } from '../ui/Dialog.tsx';
import { Notice } from '../ui/Notice.tsx';
import { tell } from '../ui/toast.tsx';
import { DeleteDialog } from './DeleteDialog.tsx';
import { LimitFields } from './LimitFields.tsx';
import { useTenantEdit } from './tenant-edit.ts';
import { createSchema, newTenant, type NewTenantForm } from './tenant-form.ts';
import { TenantFields } from './TenantFields.tsx';
import { TheirChanges, WHOSE_FIRST } from './TheirChanges.tsx';

type ModalProps = { onClose: () => void };

/** Create: the fields start with the partner's tenant defaults. */
export function CreateTenant({ onClose, onCreated }: ModalProps & { onCreated: (tenant: Tenant) => void }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['tenant-defaults'],
    queryFn: () => api.get<TenantDefaults>('/tenant-defaults'),
  });
  return (
    <Dialog title="New tenant" onClose={onClose} keepOpen>
      {error && (
        <Notice tone="error" alert action={<Button onClick={() => void refetch()}>Try again</Button>}>
          {error.message}
        </Notice>
      )}
      {data && <CreateForm start={newTenant(data)} onClose={onClose} onCreated={onCreated} />}
    </Dialog>
  );
}

function CreateForm({
  start,
  onClose,
  onCreated,
}: ModalProps & { start: NewTenantForm; onCreated: (tenant: Tenant) => void }) {
  const client = useQueryClient();
  const form = useApiForm({
    schema: createSchema,
    values: start,
    send: async (body, key) => {
      const tenant = await api.post<Tenant>('/tenants', { body, key });
      await client.invalidateQueries({ queryKey: ['tenants'] });
      tell(`${tenant.name} is ready.`, 'Tenant created');
      onCreated(tenant);
    },
    fieldOfCode: { prefix_taken: 'sipPrefix' },
  });
  // the dialog took the focus when its fields were not there yet
  useEffect(() => {
    document.querySelector<HTMLElement>('[role="dialog"] [data-autofocus]')?.focus();
  }, []);
  return (
    <Form of={form} label="New tenant">
      <TenantFields tenant={null} />
      <LimitFields legend="Limits" name="limits" currency={start.limits.currency} />
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" kind="primary" busy={form.busy}>
          Create tenant
        </Button>
      </DialogActions>
    </Form>
  );
}

export function EditTenant({ tenant, onClose }: ModalProps & { tenant: Tenant }) {
  const { form, base, conflicts, settle } = useTenantEdit(tenant, onClose);
  const [deleting, setDeleting] = useState(false);
  return (
    <Dialog title={`Edit ${base.name}`} onClose={onClose} keepOpen>
      <Form of={form} label="Edit tenant">
        {conflicts && <TheirChanges conflicts={conflicts} onSettle={settle} />}
        <TenantFields tenant={base} onCancelTenant={() => setDeleting(true)} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" busy={form.busy} reason={conflicts ? WHOSE_FIRST : null}>
            Save changes
          </Button>
        </DialogActions>
      </Form>
      {deleting && (
        <DeleteDialog
          tenant={base}
          unsaved={Object.keys(form.form.formState.dirtyFields).some((field) => field !== 'status')}
          onClose={() => {
            setDeleting(false);
            form.form.setValue('status', base.status);
          }}
          onDeleted={onClose}
        />
      )}
    </Dialog>
  );
}
