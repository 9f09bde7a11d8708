import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { SecuritySettings } from '../../src/people/contract.ts';
import { SecuritySettingsPut } from '../../src/people/contract.ts';
import type { Permission } from '../../src/people/rules.ts';
import {
  getOperatorSecuritySettings,
  getSecuritySettings,
  saveOperatorSecuritySettings,
  saveSecuritySettings,
} from '../../src/people/security/endpoints.ts';
import { useEdit } from '../kit/forms/edit.ts';
import { EditForm, SaveButton } from '../kit/forms/EditForm.tsx';
import { SwitchInput } from '../kit/forms/form.tsx';
import { call } from '../kit/session/call.ts';
import { useChange } from '../kit/session/changes.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { brandOf, sessionQuery, usePermissionReason, useSession } from '../kit/session/session.ts';
import { Card, Row } from '../ui/layout.tsx';
import { NotLoaded } from '../ui/LoadError.tsx';
import { Page } from '../ui/Page.tsx';
import { toast } from '../ui/toast.tsx';

type Place = {
  get: typeof getSecuritySettings | typeof getOperatorSecuritySettings;
  save: typeof saveSecuritySettings | typeof saveOperatorSecuritySettings;
  needs: Permission;
  description: string;
};

const TEAM: Place = {
  get: getSecuritySettings,
  save: saveSecuritySettings,
  needs: 'security.write',
  description: 'Everyone on your team has to set it up before they can continue. Your tenants’ users aren’t affected.',
};
const OPERATORS: Place = {
  get: getOperatorSecuritySettings,
  save: saveOperatorSecuritySettings,
  needs: 'operator.security',
  description: 'Every operator has to set it up before they can continue.',
};

export const TeamSecurity = () => <SecurityCard place={TEAM} />;

export function OperatorSecurity() {
  return (
    <Page title="Security" brand={brandOf(useSession())}>
      <SecurityCard place={OPERATORS} />
    </Page>
  );
}

const fields = { requireSecondFactor: { name: 'Require two-factor authentication' } };

function SecurityCard({ place }: { place: Place }) {
  const { data, error, refetch } = useQuery(apiQuery(place.get));
  return (
    <Card form title="Security">
      {(!data || error) && <NotLoaded title="Couldn’t load the security settings" error={error} again={refetch} />}
      {data && <SecurityForm place={place} settings={data} />}
    </Card>
  );
}

type FormProps = { place: Place; settings: SecuritySettings };

function SecurityForm({ place, settings }: FormProps) {
  const client = useQueryClient();
  const change = useChange();
  const reason = usePermissionReason(place.needs);
  const edit = useEdit({
    item: settings,
    formOf: ({ requireSecondFactor }: SecuritySettings) => ({ requireSecondFactor }),
    schema: () => SecuritySettingsPut.pick({ requireSecondFactor: true }),
    fields,
    load: () => call(place.get),
    save: async (body, { version }) => {
      const saved = await change(place.save, { body, ifMatch: version });
      // the setting may apply to the current user, too
      await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
      toast.success(saved.requireSecondFactor ? 'It’s required now.' : 'It’s optional now.', 'Security saved');
      return saved;
    },
  });
  return (
    <EditForm of={edit} label="Security" what="these settings" disabledReason={reason}>
      <SwitchInput
        name="requireSecondFactor"
        label="Require two-factor authentication"
        description={place.description}
      />
      <Row end>
        <SaveButton of={edit} disabledReason={reason}>
          Save security
        </SaveButton>
      </Row>
    </EditForm>
  );
}
