import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { getLimits } from '../../src/limits/endpoints.ts';
import type { TenantStatus } from '../../src/status/contract.ts';
import type { Tenant } from '../../src/tenants/contract.ts';
import { createTenant, getTenantDefaults } from '../../src/tenants/endpoints.ts';
import { EditForm, SaveButton } from '../kit/forms/EditForm.tsx';
import { Form, TextInput, useApiForm } from '../kit/forms/form.tsx';
import { DeveloperDetails } from '../kit/inputs/DeveloperDetails.tsx';
import { LimitFields } from '../kit/inputs/limits/LimitFields.tsx';
import { limitFields } from '../kit/inputs/limits/limits-form.ts';
import { useBillingProfiles } from '../kit/inputs/money/billing-profiles.ts';
import { call } from '../kit/session/call.ts';
import { useChange } from '../kit/session/changes.ts';
import { Button } from '../ui/Button.tsx';
import { CancelButton, Dialog, DialogActions } from '../ui/Dialog.tsx';
import { NotLoaded } from '../ui/LoadError.tsx';
import { toast } from '../ui/toast.tsx';
import { PrefixInput, usePrefixSuggestion, useSubmitWhenSuggested } from './PrefixInput.tsx';
import { DeleteDialog } from './status/DeleteDialog.tsx';
import { useTenantEdit } from './tenant-edit.ts';
import { createSchema, type LimitedTenant, newTenant, type NewTenantForm, tenantFields } from './tenant-form.ts';
import { TenantFields } from './TenantFields.tsx';

type FormProps = { onClose: () => void };

/** Creates a tenant. The fields start with the partner's tenant defaults. */
export function CreateTenant({ onClose, onCreated }: FormProps & { onCreated: (tenant: Tenant) => void }) {
  const { data, error, refetch } = useQuery({
    // loaded fresh for this form, and not reloaded while it is open
    queryKey: ['defaults for a new tenant'],
    queryFn: () => call(getTenantDefaults),
    staleTime: Infinity,
    gcTime: 0,
  });
  return (
    <Dialog title="New tenant" onClose={onClose} keepOpen>
      {(!data || error) && <NotLoaded error={error} again={refetch} />}
      {data && <CreateForm start={newTenant(data)} onCreated={onCreated} />}
    </Dialog>
  );
}

function CreateForm({ start, onCreated }: { start: NewTenantForm; onCreated: (tenant: Tenant) => void }) {
  const change = useChange();
  const form = useApiForm({
    schema: createSchema,
    values: start,
    send: async (body, key) => {
      const tenant = await change(createTenant, { body, key });
      toast.success(
        tenant.sandbox ? 'Next, add its extensions.' : 'Next, add its extensions and a number.',
        `${tenant.name} created`,
      );
      return tenant;
    },
    done: onCreated,
    fieldOfCode: { prefix_taken: 'sipPrefix' },
  });
  const suggestion = usePrefixSuggestion(form.form);
  const { wanted, submit } = useSubmitWhenSuggested(form.submit, suggestion);
  // the dialog took the focus before its fields existed
  useEffect(() => {
    document.querySelector<HTMLElement>('[role="dialog"] [data-autofocus]')?.focus();
  }, []);
  return (
    <Form of={{ ...form, submit }} label="New tenant">
      <TenantFields tenant={null} prefix={<PrefixInput suggestion={suggestion} />} />
      <LimitFields legend="Limits" at="limits." profile={{ field: 'billingProfileId' }} />
      <DialogActions>
        <CancelButton />
        <Button type="submit" kind="primary" busy={form.busy || wanted}>
          Create tenant
        </Button>
      </DialogActions>
    </Form>
  );
}

/** Edits a tenant and its limits. */
export function EditTenant({ tenant, onClose }: FormProps & { tenant: Tenant }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['limits to edit', tenant.id],
    queryFn: () => call(getLimits, { params: { tenantId: tenant.id } }),
    staleTime: Infinity,
    gcTime: 0,
  });
  if (data) return <EditForTenant tenant={{ ...tenant, limits: data }} onClose={onClose} />;
  return (
    <Dialog title={`Edit ${tenant.name}`} onClose={onClose} keepOpen>
      <NotLoaded error={error} again={refetch} />
    </Dialog>
  );
}

function EditForTenant({ tenant, onClose }: FormProps & { tenant: LimitedTenant }) {
  const fields = { ...tenantFields(useBillingProfiles()), ...limitFields('limits.') };
  const edit = useTenantEdit(tenant, { onSaved: onClose, fields });
  const { base, form } = edit;
  /** The status that was selected before CANCELLED. */
  const [deletingFrom, setDeletingFrom] = useState<TenantStatus | null>(null);
  return (
    <Dialog title={`Edit ${base.name}`} onClose={onClose} keepOpen>
      <EditForm of={edit} label="Edit tenant" what="this tenant">
        <TenantFields
          tenant={base}
          prefix={
            <TextInput
              name="sipPrefix"
              label="SIP prefix"
              mono
              disabledReason="Can’t be changed. Every phone signs in with it."
            />
          }
          onCancelTenant={setDeletingFrom}
        />
        <LimitFields legend="Limits" at="limits." profile={{ field: 'billingProfileId' }} />
        <DeveloperDetails of={base} />
        <DialogActions>
          <CancelButton />
          <SaveButton of={edit}>Save changes</SaveButton>
        </DialogActions>
      </EditForm>
      {deletingFrom && (
        <DeleteDialog
          tenant={base}
          unsaved={Object.keys(form.formState.dirtyFields).some((field) => field !== 'status')}
          onClose={() => {
            setDeletingFrom(null);
            form.setValue('status', deletingFrom, { shouldDirty: true });
          }}
          onDeleted={onClose}
        />
      )}
    </Dialog>
  );
}
