import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useFormContext } from 'react-hook-form';
import type { Tenant, TenantStatus } from '../../src/tenants/contract.ts';
import { api } from '../api.ts';
import { AddressFields } from '../AddressFields.tsx';
import { ChoiceInput, SelectInput, TextInput } from '../form.tsx';
import { timezoneOptions } from '../timezones.ts';
import { FieldRow, type Option } from '../ui/fields.tsx';
import { useBillingProfiles } from './billing-profiles.ts';
import { Effects } from './Effects.tsx';
import { STATUS_HINTS, STATUS_NAMES, whyNotStatus } from './status.ts';
import type { TenantForm } from './tenant-form.ts';

type FieldsProps = {
  /** Null: it is being created. */
  tenant: Tenant | null;
  /** CANCELLED was chosen: that is deletion, and asks for the name. */
  onCancelTenant?: () => void;
};

/** The fields of the one modal that creates and edits. */
export function TenantFields({ tenant, onCancelTenant }: FieldsProps) {
  const zones = useMemo(() => timezoneOptions(tenant?.timezone), [tenant?.timezone]);
  const profiles = useBillingProfiles();
  const status = useFormContext<TenantForm>().watch('status');
  return (
    <>
      <FieldRow>
        <TextInput name="name" label="Name" maxLength={100} startHere />
        {tenant ? (
          <TextInput name="sipPrefix" label="SIP prefix" mono reason="Never changes: every phone signs in with it." />
        ) : (
          <PrefixInput />
        )}
      </FieldRow>
      <ChoiceInput
        name="status"
        label="Status"
        options={statusOptions(tenant)}
        onChanged={(to) => to === 'CANCELLED' && tenant?.status !== 'CANCELLED' && onCancelTenant?.()}
      />
      {tenant && tenant.status !== 'SUSPENDED' && status === 'SUSPENDED' && (
        <Effects tenantId={tenant.id} action="suspend" />
      )}
      {tenant && tenant.status === 'SUSPENDED' && (status === 'ACTIVE' || status === 'TRIAL') && (
        <Effects tenantId={tenant.id} action="reactivate" />
      )}
      <FieldRow>
        <TextInput name="billingEmail" label="Billing email" type="email" description="May be left empty." />
        <TextInput
          name="defaultCnam"
          label="Default CNAM"
          maxLength={15}
          description="Caller ID name on calls out. 15 characters at most."
        />
      </FieldRow>
      <FieldRow>
        <SelectInput name="timezone" label="Timezone" options={zones} searchable />
        {profiles.length > 0 && (
          <SelectInput
            name="billingProfileId"
            label="Billing profile"
            options={profiles}
            clearable
            placeholder="None"
          />
        )}
      </FieldRow>
      <AddressFields name="e911Address" />
    </>
  );
}

function statusOptions(tenant: Tenant | null): Option[] {
  const all: TenantStatus[] = tenant ? ['TRIAL', 'ACTIVE', 'SUSPENDED', 'CANCELLED'] : ['TRIAL', 'ACTIVE', 'SUSPENDED'];
  return all.map((status) => ({
    value: status,
    label: STATUS_NAMES[status],
    hint: STATUS_HINTS[status],
    reason: tenant && whyNotStatus(tenant, status),
  }));
}

/** Follows the name with a free prefix until one types a prefix of one's own. */
function PrefixInput() {
  const form = useFormContext<TenantForm>();
  const [touched, setTouched] = useState(false);
  const name = useSettled(form.watch('name').trim(), 250);
  const { data } = useQuery({
    queryKey: ['prefix-suggestion', name],
    queryFn: ({ signal }) => api.get<{ sipPrefix: string }>('/tenants/prefix-suggestion', { name }, signal),
    enabled: !touched && name !== '',
  });
  const suggestion = name === '' ? '' : data?.sipPrefix;
  useEffect(() => {
    if (!touched && suggestion !== undefined)
      form.setValue('sipPrefix', suggestion, { shouldValidate: suggestion !== '' });
  }, [suggestion, touched, form]);
  return (
    <TextInput
      name="sipPrefix"
      label="SIP prefix"
      mono
      maxLength={12}
      onChanged={() => setTouched(true)}
      description="3 to 12 small letters and digits. It never changes."
    />
  );
}

/** A value once it has stood still for a moment. */
function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
