import { WholesaleSettingsPut, type WholesaleSettings } from '../../../src/wholesale/contract.ts';
import { getWholesaleSettings, putWholesaleSettings } from '../../../src/wholesale/endpoints.ts';
import { useEdit } from '../../kit/forms/edit.ts';
import { EditForm, SaveButton } from '../../kit/forms/EditForm.tsx';
import { formSchema } from '../../kit/forms/form-schema.ts';
import { LoadedCard } from '../../kit/pages/LoadedCard.tsx';
import { call } from '../../kit/session/call.ts';
import { useChange } from '../../kit/session/changes.ts';
import { Row } from '../../ui/layout.tsx';
import { toast } from '../../ui/toast.tsx';
import { IDENTITY_FIELDS, identityOf, IdentityInputs, readIdentity, type TypedIdentity } from '../IdentityInputs.tsx';
import { settingsQuery } from './queries.ts';

/** The operator's details on its invoices to partners. */
export function SettingsCard() {
  return (
    <LoadedCard query={settingsQuery} title="Your details on invoices" failed="Couldn’t load your details">
      {(settings) => <SettingsForm settings={settings} />}
    </LoadedCard>
  );
}

function SettingsForm({ settings }: { settings: WholesaleSettings }) {
  const change = useChange();
  const edit = useEdit({
    item: settings,
    formOf: identityOf,
    schema: () => formSchema(WholesaleSettingsPut, readIdentity<TypedIdentity>),
    fields: IDENTITY_FIELDS,
    load: () => call(getWholesaleSettings),
    save: async (body, { version }) => {
      const saved = await change(putWholesaleSettings, { body, ifMatch: version });
      toast.success('Applies to invoices issued from now on.', 'Details saved');
      return saved;
    },
  });
  return (
    <EditForm of={edit} label="Your details on invoices" what="your details">
      <IdentityInputs whoseName="“The platform operator”" />
      <Row end>
        <SaveButton of={edit}>Save details</SaveButton>
      </Row>
    </EditForm>
  );
}
