import type { Tenant } from '../../src/tenants/contract.ts';
import { EditForm, SaveButton } from '../kit/forms/EditForm.tsx';
import { TextInput } from '../kit/forms/form.tsx';
import { AddressFields } from '../kit/inputs/places/AddressFields.tsx';
import { TimezoneInput } from '../kit/inputs/places/TimezoneInput.tsx';
import { useTenant, useTenantReason } from '../kit/session/tenant-context.ts';
import { FieldRow } from '../ui/fields.tsx';
import { Card, Row } from '../ui/layout.tsx';
import { Notice } from '../ui/Notice.tsx';
import { useTenantEdit } from './tenant-edit.ts';
import { tenantFields } from './tenant-form.ts';

/** The settings that a tenant's own admin may change. Only the partner changes the others. */
export function TenantSettings() {
  const tenant = useTenant();
  return (
    <>
      {tenant.e911Address === null && !tenant.sandbox && (
        <Notice tone="warning" title="No 911 address">
          Callers to 911 have to say where they are. Add the address where the phones are.
        </Notice>
      )}
      {tenant.e911Address !== null && !tenant.e911Verified && (
        <Notice tone="info" title="Address not verified">
          No carrier has verified this 911 address. Make sure it’s where the phones are.
        </Notice>
      )}
      <Card form>
        <SettingsForm tenant={tenant} />
      </Card>
    </>
  );
}

const { defaultCnam, timezone, e911Address } = tenantFields();
const fields = { defaultCnam, timezone, e911Address };

function SettingsForm({ tenant }: { tenant: Tenant }) {
  const reason = useTenantReason('tenant.write');
  const edit = useTenantEdit(tenant, { fields });
  return (
    <EditForm of={edit} label="Settings" what="this tenant" disabledReason={reason}>
      <FieldRow>
        <TextInput
          name="defaultCnam"
          label="Default CNAM"
          maxLength={15}
          description="Caller ID name on outgoing calls. Up to 15 characters."
        />
        <TimezoneInput />
      </FieldRow>
      {!tenant.sandbox && <AddressFields name="e911Address" />}
      <Row end>
        <SaveButton of={edit} disabledReason={reason}>
          Save settings
        </SaveButton>
      </Row>
    </EditForm>
  );
}
