import { FraudRules, type TenantFraudRules } from '../../src/fraud/contract.ts';
import { getFraudRules, putFraudRules } from '../../src/fraud/endpoints.ts';
import { spendRuleState } from '../../src/fraud/rules.ts';
import { useEdit } from '../kit/forms/edit.ts';
import { EditForm, SaveButton } from '../kit/forms/EditForm.tsx';
import { formSchema } from '../kit/forms/form-schema.ts';
import { formOfFraud, fraudFields, sentFraud } from '../kit/inputs/limits/fraud-form.ts';
import { FraudFields } from '../kit/inputs/limits/FraudFields.tsx';
import { LoadedCard } from '../kit/pages/LoadedCard.tsx';
import { call } from '../kit/session/call.ts';
import { useChange } from '../kit/session/changes.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { useTenant, useTenantReason } from '../kit/session/tenant-context.ts';
import { Row } from '../ui/layout.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Time } from '../ui/Time.tsx';
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
    formOf: (of) => formOfFraud(of, of.currencies.next ?? of.currencies.present),
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
      <SpendNotice rules={edit.base} />
      <FraudFields />
      <Row end>
        <SaveButton of={edit} disabledReason={reason}>
          Save fraud rules
        </SaveButton>
      </Row>
    </EditForm>
  );
}

/** A rule counts only calls that are charged in its own currency, which another billing profile can change. */
function SpendNotice({ rules: { spendPerHour, currencies } }: { rules: TenantFraudRules }) {
  const { present, next, nextFrom } = currencies;
  if (!spendPerHour || (present === null && next === null)) return null;
  const { currency } = spendPerHour;
  const turn = nextFrom === null ? 'the next billing cycle' : <Time at={nextFrom} withClock />;
  switch (spendRuleState(currency, currencies)) {
    case 'counts':
      return null;
    case 'waits':
      return (
        <Notice title="Spend per hour doesn’t count calls yet">
          Calls are charged in {present ?? 'no currency'} until the present billing cycle ends. The rule is in{' '}
          {currency}, so it counts calls from {turn}.
        </Notice>
      );
    case 'ends':
      return (
        <Notice tone="warning" title="Spend per hour will stop counting calls">
          The rule is in {currency}. From {turn},{' '}
          {next === null
            ? 'no calls are charged.'
            : `calls are charged in ${next}: enter the rule in ${next} then, or now if you can do without it until then.`}
        </Notice>
      );
    case 'idle':
      return (
        <Notice tone="warning" title="Spend per hour counts no calls">
          Calls are charged in {next ?? present}, and the rule is in {currency}. Enter it in {next ?? present}, or leave
          it blank.
        </Notice>
      );
  }
}
