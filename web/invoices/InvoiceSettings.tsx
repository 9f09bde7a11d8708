import { type InvoiceSettings, InvoiceSettingsPut } from '../../src/invoices/settings-contract.ts';
import { getInvoiceSettings, putInvoiceSettings } from '../../src/invoices/endpoints.ts';
import { call } from '../kit/session/call.ts';
import { useChange } from '../kit/session/changes.ts';
import { useEdit } from '../kit/forms/edit.ts';
import { EditForm, SaveButton } from '../kit/forms/EditForm.tsx';
import { formSchema } from '../kit/forms/form-schema.ts';
import { usePermissionReason } from '../kit/session/session.ts';
import { TimezoneInput } from '../kit/inputs/TimezoneInput.tsx';
import { LoadedCard } from '../kit/pages/LoadedCard.tsx';
import { Row } from '../ui/layout.tsx';
import { toast } from '../ui/toast.tsx';
import { IDENTITY_FIELDS, identityOf, IdentityInputs, readIdentity, type TypedIdentity } from './IdentityInputs.tsx';
import { invoiceSettingsQuery } from './queries.ts';

/** The partner's details on its invoices. */
export function InvoiceSettingsCard() {
  return (
    <LoadedCard query={invoiceSettingsQuery} title="Invoices" failed="Couldn’t load the invoice settings">
      {(loaded) => <SettingsForm settings={loaded} />}
    </LoadedCard>
  );
}

type Typed = TypedIdentity & { timezone: string | null };

const formOf = (settings: InvoiceSettings): Typed => ({ ...identityOf(settings), timezone: settings.timezone });

function SettingsForm({ settings }: { settings: InvoiceSettings }) {
  const change = useChange();
  const reason = usePermissionReason('invoices.write');
  const edit = useEdit({
    item: settings,
    formOf,
    schema: () => formSchema(InvoiceSettingsPut, readIdentity<Typed>),
    fields: {
      ...IDENTITY_FIELDS,
      timezone: { name: 'Timezone' },
    },
    load: () => call(getInvoiceSettings),
    save: async (body, { version }) => {
      const saved = await change(putInvoiceSettings, { body, ifMatch: version });
      toast.success('Applies to invoices issued from now on.', 'Invoice settings saved');
      return saved;
    },
  });
  return (
    <EditForm of={edit} label="Invoices" what="the invoice settings" disabledReason={reason}>
      <IdentityInputs whoseName="Your own name" />
      <TimezoneInput />
      <Row end>
        <SaveButton of={edit} disabledReason={reason}>
          Save invoice settings
        </SaveButton>
      </Row>
    </EditForm>
  );
}
