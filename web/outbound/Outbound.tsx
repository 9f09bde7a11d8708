import { useQuery } from '@tanstack/react-query';
import { type OutboundPermissions, OutboundRules } from '../../src/outbound/contract.ts';
import { getOutboundPermissions, putOutboundPermissions } from '../../src/outbound/endpoints.ts';
import { useEdit } from '../kit/forms/edit.ts';
import { EditForm, SaveButton } from '../kit/forms/EditForm.tsx';
import { formSchema } from '../kit/forms/form-schema.ts';
import { formOfOutbound, outboundFields, sentOutbound } from '../kit/inputs/limits/outbound-form.ts';
import { OutboundFields } from '../kit/inputs/limits/OutboundFields.tsx';
import { call } from '../kit/session/call.ts';
import { useChange } from '../kit/session/changes.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { useMay } from '../kit/session/session.ts';
import { useTenant, useTenantReason, useTitleEnd } from '../kit/session/tenant-context.ts';
import { Card, Row } from '../ui/layout.tsx';
import { NotLoaded } from '../ui/LoadError.tsx';
import { Page } from '../ui/Page.tsx';
import { toast } from '../ui/toast.tsx';

/** The tenant's outbound permissions. Its partner edits them, and its own users can read them. */
export function Outbound() {
  const tenant = useTenant();
  const changes = useMay('outbound.write');
  const { data, error, refetch } = useQuery(apiQuery(getOutboundPermissions, { params: { tenantId: tenant.id } }));
  const intro = changes
    ? 'What this tenant’s phones may call. Expensive numbers are off until you allow them: a stolen phone password can’t run up a bill.'
    : 'What your phones may call. Ask your provider to change it.';
  return (
    <Page title="Outbound calls" intro={intro} brand={useTitleEnd()}>
      {(!data || error) && <NotLoaded title="Couldn’t load the outbound permissions" error={error} again={refetch} />}
      {data && (
        <Card form>
          <OutboundPermissionsForm permissions={data} />
        </Card>
      )}
    </Page>
  );
}

const schema = formSchema(OutboundRules, sentOutbound);
const fields = outboundFields();

function OutboundPermissionsForm({ permissions }: { permissions: OutboundPermissions }) {
  const tenant = useTenant();
  const params = { tenantId: tenant.id };
  const change = useChange();
  const changes = useMay('outbound.write');
  const reason = useTenantReason('outbound.write');
  const edit = useEdit({
    item: permissions,
    formOf: formOfOutbound,
    schema: () => schema,
    fields,
    load: () => call(getOutboundPermissions, { params }),
    save: async (rules, base) => {
      const saved = await change(putOutboundPermissions, { params, body: rules, ifMatch: base.version });
      toast.success('They apply to the next call.', 'Outbound permissions saved');
      return saved;
    },
  });
  return (
    <EditForm of={edit} label="Outbound calls" what="these permissions" disabledReason={reason}>
      <OutboundFields />
      {changes && (
        <Row end>
          <SaveButton of={edit} disabledReason={reason}>
            Save permissions
          </SaveButton>
        </Row>
      )}
    </EditForm>
  );
}
