import { FraudRules, type TenantFraudRules } from '../../src/fraud/contract.ts';
import { getFraudRules, putFraudRules } from '../../src/fraud/endpoints.ts';
import { call } from '../kit/session/call.ts';
import { useChange } from '../kit/session/changes.ts';
import { useEdit } from '../kit/forms/edit.ts';
import { EditForm, SaveButton } from '../kit/forms/EditForm.tsx';
import { formSchema } from '../kit/forms/form-schema.ts';
import { FraudFields } from '../kit/inputs/FraudFields.tsx';
import { formOfFraud, fraudFields, sentFraud } from '../kit/inputs/fraud-form.ts';
import { LoadedCard } from '../kit/pages/LoadedCard.tsx';
import { apiQuery } from '../kit/session/queries.ts';
import { useTenant, useTenantReason } from '../kit/session/tenant-context.ts';
import { Row } from '../ui/layout.tsx';
import { toast } from '../ui/toast.tsx';

export function FraudRulesCard() {
  const { id: tenantId } = useTenant();
  return (
    <LoadedCard query={apiQuery(getFraudRules, { params: { tenantId } })} failed="Couldn’t load the fraud rules">
      {(loaded) => <FraudRulesForm rules={loaded} />}
    </LoadedCard>
  );
}

const schema = formSchema(FraudRules, sentFraud);
const fields = fraudFields();

function FraudRulesForm({ rules }: { rules: TenantFraudRules }) {
  const params = { tenantId: useTenant().id };
  const change = useChange();
  const reason = useTenantReason('limits.write');
  const edit = useEdit({
    item: rules,
    formOf: formOfFraud,
    schema: () => schema,
    fields,
    load: () => call(getFraudRules, { params }),
    save: async (body, { version }) => {
      const saved = await change(putFraudRules, { params, body, ifMatch: version });
      toast.success('They apply from the next call.', 'Fraud rules saved');
      return saved;
    },
  });
  return (
    <EditForm of={edit} label="Fraud rules" what="these rules" disabledReason={reason}>
      <FraudFields />
      <Row end>
        <SaveButton of={edit} disabledReason={reason}>
          Save fraud rules
        </SaveButton>
      </Row>
    </EditForm>
  );
}
