import type { ReactNode } from 'react';
import { useFormContext } from 'react-hook-form';
import type { Tenant } from '../../src/tenants/contract.ts';
import type { TenantStatus } from '../../src/status/contract.ts';
import { AddressFields } from '../kit/inputs/AddressFields.tsx';
import { CheckInput, ChoiceInput, SelectInput, TextInput } from '../kit/forms/form.tsx';
import { TimezoneInput } from '../kit/inputs/TimezoneInput.tsx';
import { FieldRow, type Option } from '../ui/fields.tsx';
import { Notice } from '../ui/Notice.tsx';
import { useBillingProfiles } from '../kit/inputs/billing-profiles.ts';
import { ImpactPreview } from './ImpactPreview.tsx';
import { InitialSpendRuleNotice, SpendRuleNotice } from './SpendRuleNotice.tsx';
import { SuspensionInputs } from './SuspensionInputs.tsx';
import { STATUS_NAMES } from '../kit/words/status-labels.ts';
import type { TenantForm } from './tenant-form.ts';
import { statusDisabledReason, statusHint } from './status-rules.ts';

type FieldsProps = {
  /** Null: it is being created. */
  tenant: Tenant | null;
  prefix: ReactNode;
  /** CANCELLED was chosen after `before`: that is deletion, and asks for the name. */
  onCancelTenant?: (before: TenantStatus) => void;
};

/** The fields of the one modal that creates and edits. */
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
          description="To try programs out. Its phones call each other only, and can’t call 911. Never billed. Can’t be changed later."
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

/** A billing cycle ends as it began, whatever is chosen meanwhile. */
function ProfileChange({ from, to }: { from: string | null; to: string | null }) {
  if (from === null || to === from) return null;
  return to === null ? (
    <Notice title="Billing ends with the present cycle">
      Until it ends, fees and calls are charged by the profile that it began with, and it’s invoiced. After that,
      nothing is charged. To charge less for it, add an adjustment on the tenant’s Billing page.
    </Notice>
  ) : (
    <Notice title="The profile applies from the next billing cycle">
      Until the present one ends, fees and calls are charged by the profile that it began with.
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
