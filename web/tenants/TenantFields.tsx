import type { ReactNode } from 'react';
import { useFormContext } from 'react-hook-form';
import type { TenantStatus } from '../../src/status/contract.ts';
import type { Tenant } from '../../src/tenants/contract.ts';
import { CheckInput, ChoiceInput, SelectInput, TextInput } from '../kit/forms/form.tsx';
import { useBillingProfiles } from '../kit/inputs/money/billing-profiles.ts';
import { AddressFields } from '../kit/inputs/places/AddressFields.tsx';
import { TimezoneInput } from '../kit/inputs/places/TimezoneInput.tsx';
import { STATUS_NAMES } from '../kit/words/status-labels.ts';
import { FieldRow, type Option } from '../ui/fields.tsx';
import { Notice } from '../ui/Notice.tsx';
import { ImpactPreview } from './status/ImpactPreview.tsx';
import { InitialSpendRuleNotice, SpendRuleNotice } from './status/SpendRuleNotice.tsx';
import { statusDisabledReason, statusHint } from './status/status-rules.ts';
import { SuspensionInputs } from './status/SuspensionInputs.tsx';
import type { TenantForm } from './tenant-form.ts';

type FieldsProps = {
  /** Null for a new tenant. */
  tenant: Tenant | null;
  prefix: ReactNode;
  /** Called when CANCELLED is chosen instead of `before`. That means deletion, which asks for the name. */
  onCancelTenant?: (before: TenantStatus) => void;
};

/** The fields for creating and editing a tenant. */
export function TenantFields({ tenant, prefix, onCancelTenant }: FieldsProps) {
  const profiles = useBillingProfiles();
  const { watch } = useFormContext<TenantForm & { sandbox?: boolean }>();
  const [status, profile] = watch(['status', 'billingProfileId']);
  const sandbox = watch('sandbox') ?? tenant?.sandbox ?? false;
  return (
    <>
      <FieldRow>
        <TextInput name="name" label="Name" maxLength={100} autoFocus />
        {prefix}
      </FieldRow>
      {!tenant && (
        <CheckInput
          name="sandbox"
          label="Sandbox for developers"
          description="For trying out programs. Its phones can only call each other, and can’t call 911. Never billed. Can’t be changed later."
        />
      )}
      <ChoiceInput
        name="status"
        label="Status"
        options={statusOptions(tenant, sandbox)}
        onChanged={(to) => to === 'CANCELLED' && tenant?.status !== 'CANCELLED' && onCancelTenant?.(status)}
      />
      {tenant && tenant.status !== 'SUSPENDED' && status === 'SUSPENDED' && (
        <ImpactPreview tenantId={tenant.id} action="suspend" />
      )}
      {tenant?.status !== 'SUSPENDED' && status === 'SUSPENDED' && <SuspensionInputs at="suspension." />}
      {tenant && tenant.status === 'SUSPENDED' && (status === 'ACTIVE' || status === 'TRIAL') && (
        <ImpactPreview tenantId={tenant.id} action="reactivate" />
      )}
      <FieldRow>
        <TextInput name="billingEmail" label="Billing email" type="email" description="Optional" />
        <TextInput
          name="defaultCnam"
          label="Default CNAM"
          maxLength={15}
          description="Caller ID name on outgoing calls. Up to 15 characters."
        />
      </FieldRow>
      <FieldRow>
        <TimezoneInput />
        {profiles.length > 0 && !sandbox && (
          <SelectInput
            name="billingProfileId"
            label="Billing profile"
            options={profiles}
            clearable
            placeholder="None"
          />
        )}
      </FieldRow>
      {tenant && <ProfileChange from={tenant.billingProfileId} to={profile} />}
      {tenant && profile !== tenant.billingProfileId && <SpendRuleNotice tenantId={tenant.id} profileId={profile} />}
      {!tenant && !sandbox && <InitialSpendRuleNotice profileId={profile} />}
      {!sandbox && <AddressFields name="e911Address" />}
    </>
  );
}

/** Explains that a change of profile applies from the next billing cycle. */
function ProfileChange({ from, to }: { from: string | null; to: string | null }) {
  if (from === null || to === from) return null;
  return to === null ? (
    <Notice title="Billing ends with the current cycle">
      Until it ends, its own profile still applies, and it’s invoiced. After that, nothing is charged. To charge less
      for it, add an adjustment on the tenant’s Billing page.
    </Notice>
  ) : (
    <Notice title="The profile applies from the next billing cycle">
      Until the current one ends, its own profile still applies.
    </Notice>
  );
}

function statusOptions(tenant: Tenant | null, sandbox: boolean): Option[] {
  const all: TenantStatus[] = tenant ? ['TRIAL', 'ACTIVE', 'SUSPENDED', 'CANCELLED'] : ['TRIAL', 'ACTIVE', 'SUSPENDED'];
  return all.map((status) => ({
    value: status,
    label: STATUS_NAMES[status],
    hint: statusHint(status, sandbox),
    disabledReason: tenant && statusDisabledReason(tenant, status),
  }));
}
