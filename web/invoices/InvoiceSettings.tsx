import { getInvoiceSettings, putInvoiceSettings } from '../../src/invoices/endpoints.ts';
import { type InvoiceSettings, InvoiceSettingsPut } from '../../src/invoices/settings/contract.ts';
import { useEdit } from '../kit/forms/edit.ts';
import { EditForm, SaveButton } from '../kit/forms/EditForm.tsx';
import { formSchema, typedNumber } from '../kit/forms/form-schema.ts';
import { TextInput } from '../kit/forms/form.tsx';
import { TimezoneInput } from '../kit/inputs/places/TimezoneInput.tsx';
import { LoadedCard } from '../kit/pages/LoadedCard.tsx';
import { call } from '../kit/session/call.ts';
import { useChange } from '../kit/session/changes.ts';
import { usePermissionReason } from '../kit/session/session.ts';
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

type Typed = TypedIdentity & { timezone: string | null; booksYears: string };

const formOf = (settings: InvoiceSettings): Typed => ({
  ...identityOf(settings),
  timezone: settings.timezone,
  booksYears: String(settings.booksYears),
});

const toPut = ({ booksYears, ...typed }: Typed) => ({
  ...readIdentity(typed),
  booksYears: typedNumber(booksYears),
});

function SettingsForm({ settings }: { settings: InvoiceSettings }) {
  const change = useChange();
  const reason = usePermissionReason('invoices.write');
  const edit = useEdit({
    item: settings,
    formOf,
    schema: () => formSchema(InvoiceSettingsPut, toPut),
    fields: {
      ...IDENTITY_FIELDS,
      timezone: { name: 'Timezone' },
      booksYears: { name: 'Keep invoices of deleted tenants (years)' },
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
      <TextInput
        name="booksYears"
        label="Keep invoices of deleted tenants (years)"
        inputMode="numeric"
        description="3 to 30, counted from the end of the year of their last invoice, credit note or payment. Ask your accountant what the law requires."
      />
      <Row end>
        <SaveButton of={edit} disabledReason={reason}>
          Save invoice settings
        </SaveButton>
      </Row>
    </EditForm>
  );
}
