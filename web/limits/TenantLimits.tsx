import { useQuery } from '@tanstack/react-query';
import type { Limits } from '../../src/limits/contract.ts';
import type { Tenant } from '../../src/tenants/contract.ts';
import { getLimits, putLimits } from '../../src/limits/endpoints.ts';
import { call } from '../kit/call.ts';
import { useChange } from '../kit/changes.ts';
import { apiQuery } from '../kit/queries.ts';
import type { EditedFields } from '../kit/merge.ts';
import { useEdit } from '../kit/edit.ts';
import { EditForm, SaveButton } from '../kit/EditForm.tsx';
import { formSchema } from '../kit/form-schema.ts';
import { LimitFields } from '../kit/LimitFields.tsx';
import { EnforcedLimits, formOfLimits, limitFields, sentLimits } from '../kit/limits-form.ts';
import { Card, Row } from '../ui/layout.tsx';
import { NotLoaded } from '../ui/NotLoaded.tsx';
import { Page } from '../ui/Page.tsx';
import { toast } from '../ui/toast.tsx';
import { useTenant, useTenantReason, useTitleEnd } from '../kit/tenant-context.ts';

/** For the partner's people alone: they are what it sells. */
export function TenantLimits() {
  const tenant = useTenant();
  const { data, error, refetch } = useQuery(apiQuery(getLimits, { params: { tenantId: tenant.id } }));
  return (
    <Page title="Limits" intro="Applies to new additions. Existing extensions and numbers stay." brand={useTitleEnd()}>
      {error && <NotLoaded title="Couldn’t load the limits" error={error} again={refetch} />}
      {data && (
        <Card form>
          <TenantLimitsForm tenant={tenant} limits={data} />
        </Card>
      )}
    </Page>
  );
}

const schema = formSchema(EnforcedLimits, sentLimits);
const fields: EditedFields = limitFields();

function TenantLimitsForm({ tenant, limits }: { tenant: Tenant; limits: Limits }) {
  const params = { tenantId: tenant.id };
  const change = useChange();
  const reason = useTenantReason('limits.write');
  const edit = useEdit({
    item: limits,
    formOf: formOfLimits,
    schema: () => schema,
    fields,
    load: () => call(getLimits, { params }),
    save: async (acting, base) => {
      const saved = await change(putLimits, { params, body: { ...base, ...acting }, ifMatch: base.version });
      toast.success('They apply from now on.', 'Limits saved');
      return saved;
    },
  });
  return (
    <EditForm of={edit} label="Limits" what="these limits" disabledReason={reason}>
      <LimitFields legend="Limits" />
      <Row end>
        <SaveButton of={edit} disabledReason={reason}>
          Save limits
        </SaveButton>
      </Row>
    </EditForm>
  );
}
