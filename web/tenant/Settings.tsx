import { useMemo } from 'react';
import type { Tenant } from '../../src/tenants/contract.ts';
import { AddressFields } from '../AddressFields.tsx';
import { Form, SelectInput, TextInput } from '../form.tsx';
import { useTenantEdit } from '../partner/tenant-edit.ts';
import { TheirChanges, WHOSE_FIRST } from '../partner/TheirChanges.tsx';
import { timezoneOptions } from '../timezones.ts';
import { Button } from '../ui/Button.tsx';
import { FieldRow } from '../ui/fields.tsx';
import { Card, Row } from '../ui/layout.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Page } from '../ui/Page.tsx';
import { useTenant, useTenantReason, useTitleEnd } from './context.ts';
import { ExportCard } from './ExportCard.tsx';

/** What a tenant's own admin may change of the tenant; the rest is its provider's. */
export function Settings() {
  const tenant = useTenant();
  return (
    <Page title="Settings" brand={useTitleEnd()}>
      {tenant.e911Address === null && (
        <Notice tone="warning" title="911 without address">
          Who dials 911 here must say where they are. Enter the address where the phones stand.
        </Notice>
      )}
      <Card form>
        <SettingsForm tenant={tenant} />
      </Card>
      <ExportCard />
    </Page>
  );
}

function SettingsForm({ tenant }: { tenant: Tenant }) {
  const reason = useTenantReason('tenant.write');
  const { form, conflicts, settle } = useTenantEdit(tenant, () => undefined);
  const zones = useMemo(() => timezoneOptions(tenant.timezone), [tenant.timezone]);
  return (
    <Form of={form} label="Settings">
      {conflicts && <TheirChanges conflicts={conflicts} onSettle={settle} />}
      <FieldRow>
        <TextInput
          name="defaultCnam"
          label="Default CNAM"
          maxLength={15}
          description="Caller ID name on calls out. 15 characters at most."
          reason={reason}
        />
        <SelectInput name="timezone" label="Timezone" options={zones} searchable reason={reason} />
      </FieldRow>
      <AddressFields name="e911Address" reason={reason} />
      <Row end>
        <Button type="submit" kind="primary" busy={form.busy} reason={reason ?? (conflicts ? WHOSE_FIRST : null)}>
          Save settings
        </Button>
      </Row>
    </Form>
  );
}
