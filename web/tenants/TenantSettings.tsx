import type { Tenant } from '../../src/tenants/contract.ts';
import { AddressFields } from '../kit/AddressFields.tsx';
import { EditForm, SaveButton } from '../kit/EditForm.tsx';
import { TextInput } from '../kit/form.tsx';
import { useTenantEdit } from './tenant-edit.ts';
import { tenantFields } from './tenant-form.ts';
import { TimezoneInput } from '../kit/TimezoneInput.tsx';
import { FieldRow } from '../ui/fields.tsx';
import { Card, Row } from '../ui/layout.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Page } from '../ui/Page.tsx';
import { useTenant, useTenantReason, useTitleEnd } from '../kit/tenant-context.ts';
import { EmergencyContacts } from '../emergency/EmergencyContacts.tsx';
import { ExportCard } from '../exports/ExportCard.tsx';

/** What a tenant's own admin may change of the tenant; the rest is its provider's. */
export function Settings() {
  const tenant = useTenant();
  return (
    <Page title="Settings" brand={useTitleEnd()}>
      {tenant.e911Address === null && (
        <Notice tone="warning" title="No 911 address">
          Callers to 911 have to say where they are. Add the address where the phones are.
        </Notice>
      )}
      {tenant.e911Address !== null && !tenant.e911Verified && (
        <Notice tone="info" title="Not confirmed by a carrier">
          The 911 address is stored as it was typed. Make sure that help would find the phones there.
        </Notice>
      )}
      <Card form>
        <SettingsForm tenant={tenant} />
      </Card>
      <EmergencyContacts />
      <ExportCard />
    </Page>
  );
}

const { defaultCnam, timezone, e911Address } = tenantFields();
const fields = { defaultCnam, timezone, e911Address };

function SettingsForm({ tenant }: { tenant: Tenant }) {
  const reason = useTenantReason('tenant.write');
  const edit = useTenantEdit(tenant, { fields });
  return (
    <EditForm of={edit} label="Settings" what="this tenant" reason={reason}>
      <FieldRow>
        <TextInput
          name="defaultCnam"
          label="Default CNAM"
          maxLength={15}
          description="Caller ID name on calls out. 15 characters at most."
        />
        <TimezoneInput />
      </FieldRow>
      <AddressFields name="e911Address" />
      <Row end>
        <SaveButton of={edit} reason={reason}>
          Save settings
        </SaveButton>
      </Row>
    </EditForm>
  );
}
