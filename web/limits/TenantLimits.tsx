import type { Limits } from '../../src/limits/contract.ts';
import { getLimits, putLimits } from '../../src/limits/endpoints.ts';
import type { Tenant } from '../../src/tenants/contract.ts';
import { useEdit } from '../kit/forms/edit.ts';
import { EditForm, SaveButton } from '../kit/forms/EditForm.tsx';
import { formSchema } from '../kit/forms/form-schema.ts';
import { SwitchInput } from '../kit/forms/form.tsx';
import type { EditedFields } from '../kit/forms/merge.ts';
import { LimitFields } from '../kit/inputs/limits/LimitFields.tsx';
import {
  formOfTenantLimits,
  limitFields,
  sentTenantLimits,
  OTHER_CYCLE_FIELD,
  TypedTenantLimits,
} from '../kit/inputs/limits/limits-form.ts';
import { LoadedCard } from '../kit/pages/LoadedCard.tsx';
import { call } from '../kit/session/call.ts';
import { useChange } from '../kit/session/changes.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { useMay } from '../kit/session/session.ts';
import { useTenant, useTenantReason, useTitleEnd } from '../kit/session/tenant-context.ts';
import { Row } from '../ui/layout.tsx';
import { Page } from '../ui/Page.tsx';
import { toast } from '../ui/toast.tsx';
import { FraudRulesCard } from './FraudRules.tsx';
import { FraudTrips } from './FraudTrips.tsx';
import { TenantUsageCard } from './TenantUsage.tsx';

/** The tenant's usage, and for its partner the limits. */
export function TenantLimits() {
  const mayRead = useMay('limits.read');
  return (
    <Page title={mayRead ? 'Usage & limits' : 'Usage'} brand={useTitleEnd()}>
      <TenantUsageCard />
      <FraudTrips />
      {mayRead && <LimitsCard />}
      {mayRead && <FraudRulesCard />}
    </Page>
  );
}

function LimitsCard() {
  const tenant = useTenant();
  return (
    <LoadedCard query={apiQuery(getLimits, { params: { tenantId: tenant.id } })} failed="Couldn’t load the limits">
      {(loaded) => <TenantLimitsForm tenant={tenant} limits={loaded} />}
    </LoadedCard>
  );
}

const schema = formSchema(TypedTenantLimits, sentTenantLimits);
const fields: EditedFields = { ...limitFields(), ...OTHER_CYCLE_FIELD, autoSuspend: { name: 'Suspend at a limit' } };

function TenantLimitsForm({ tenant, limits }: { tenant: Tenant; limits: Limits }) {
  const params = { tenantId: tenant.id };
  const change = useChange();
  const reason = useTenantReason('limits.write');
  const edit = useEdit({
    item: limits,
    formOf: formOfTenantLimits,
    schema: () => schema,
    fields,
    load: () => call(getLimits, { params }),
    save: async (body, { version }) => {
      const saved = await change(putLimits, { params, body, ifMatch: version });
      toast.success('They apply from now on.', 'Limits saved');
      return saved;
    },
  });
  return (
    <EditForm of={edit} label="Limits" what="these limits" disabledReason={reason}>
      <LimitFields
        legend="Limits"
        profile={{ currency: edit.base.spendCurrency, fees: edit.base.monthlyFees }}
        thisCycleEnds={edit.base.cycleInOtherCurrency?.endsAt ?? null}
      />
      <SwitchInput
        name="autoSuspend"
        label="Suspend at a limit"
        description="When a spend or minutes limit is used up, the tenant is suspended until you raise it or the next cycle begins. Only 911 works then. Off: only calls that cost money are refused."
      />
      <Row end>
        <SaveButton of={edit} disabledReason={reason}>
          Save limits
        </SaveButton>
      </Row>
    </EditForm>
  );
}
