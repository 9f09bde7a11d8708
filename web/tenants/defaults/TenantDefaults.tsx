import type { TenantDefaults } from '../../../src/tenants/defaults/contract.ts';
import { getTenantDefaults, putTenantDefaults } from '../../../src/tenants/endpoints.ts';
import { useEdit } from '../../kit/forms/edit.ts';
import { EditForm, SaveButton } from '../../kit/forms/EditForm.tsx';
import { ChoiceInput, SelectInput, TextInput } from '../../kit/forms/form.tsx';
import { FraudFields } from '../../kit/inputs/limits/FraudFields.tsx';
import { LimitFields } from '../../kit/inputs/limits/LimitFields.tsx';
import { OutboundFields } from '../../kit/inputs/limits/OutboundFields.tsx';
import { useBillingProfiles } from '../../kit/inputs/money/billing-profiles.ts';
import { TimezoneInput } from '../../kit/inputs/places/TimezoneInput.tsx';
import { LoadedCard } from '../../kit/pages/LoadedCard.tsx';
import { call } from '../../kit/session/call.ts';
import { useChange } from '../../kit/session/changes.ts';
import { useMailed } from '../../kit/session/mailed.ts';
import { apiQuery } from '../../kit/session/queries.ts';
import { usePermissionReason } from '../../kit/session/session.ts';
import { FieldRow } from '../../ui/fields.tsx';
import { Row } from '../../ui/layout.tsx';
import { toast } from '../../ui/toast.tsx';
import { defaultsFields, defaultsSchema, formOfDefaults } from './defaults-form.ts';

const behaviors = (mailed: ReturnType<typeof useMailed>) => [
  {
    value: 'alert',
    label: 'Refuse calls that cost',
    hint: mailed('You get an email, and the rest of the service continues', 'The rest of the service continues'),
  },
  { value: 'suspend', label: 'Suspend the tenant', hint: 'Until you raise the limit, or the next cycle begins' },
];

export function TenantDefaultsCard() {
  return (
    <LoadedCard query={apiQuery(getTenantDefaults)} failed="Couldn’t load the defaults">
      {(loaded) => <DefaultsForm defaults={loaded} />}
    </LoadedCard>
  );
}

function DefaultsForm({ defaults }: { defaults: TenantDefaults }) {
  const change = useChange();
  const reason = usePermissionReason('defaults.write');
  const profiles = useBillingProfiles();
  const edit = useEdit({
    item: defaults,
    formOf: formOfDefaults,
    schema: () => defaultsSchema,
    fields: defaultsFields(profiles),
    load: () => call(getTenantDefaults),
    save: async (typed, base) => {
      const saved = await change(putTenantDefaults, { body: typed, ifMatch: base.version });
      toast.success('New tenants start with these.', 'Tenant defaults saved');
      return saved;
    },
  });
  return (
    <EditForm of={edit} label="Tenant defaults" what="these defaults" disabledReason={reason}>
      <FieldRow>
        <TimezoneInput />
        <TextInput
          name="defaultCnam"
          label="Default CNAM"
          maxLength={15}
          description="Leave blank to let each tenant set its own."
        />
      </FieldRow>
      {profiles.length > 0 && (
        <FieldRow>
          <SelectInput
            name="defaultBillingProfileId"
            label="Default billing profile"
            options={profiles}
            clearable
            placeholder="None"
          />
        </FieldRow>
      )}
      <LimitFields legend="Default limits" at="defaultLimits." profile={{ field: 'defaultBillingProfileId' }} />
      <ChoiceInput
        name="suspensionBehavior"
        label="When a spend or minutes limit is used up"
        options={behaviors(useMailed())}
      />
      <FraudFields at="fraudRules." />
      <OutboundFields at="outboundPermissions." />
      <Row end>
        <SaveButton of={edit} disabledReason={reason}>
          Save defaults
        </SaveButton>
      </Row>
    </EditForm>
  );
}
