import { type InvoiceSettings, InvoiceSettingsPut } from '../../src/invoices/settings-contract.ts';
import { getInvoiceSettings, putInvoiceSettings } from '../../src/invoices/endpoints.ts';
import { call } from '../kit/call.ts';
import { useChange } from '../kit/changes.ts';
import { useEdit } from '../kit/edit.ts';
import { EditForm, SaveButton } from '../kit/EditForm.tsx';
import { TextareaInput, TextInput } from '../kit/form.tsx';
import { formSchema } from '../kit/form-schema.ts';
import { usePermissionReason } from '../kit/session.ts';
import { TimezoneInput } from '../kit/TimezoneInput.tsx';
import { LoadedCard } from '../kit/LoadedCard.tsx';
import { Row } from '../ui/layout.tsx';
import { toast } from '../ui/toast.tsx';
import { invoiceSettingsQuery } from './queries.ts';

/** What the partner's invoices say about it. */
export function InvoiceSettingsCard() {
  return (
    <LoadedCard query={invoiceSettingsQuery} title="Invoices" failed="Couldn’t load the invoice settings">
      {(loaded) => <SettingsForm settings={loaded} />}
    </LoadedCard>
  );
}

type Typed = { legalName: string; address: string; taxIds: string; footer: string; timezone: string | null };

const formOf = ({ legalName, address, taxIds, footer, timezone }: InvoiceSettings): Typed => ({
  legalName,
  address,
  taxIds: taxIds.join('\n'),
  footer,
  timezone,
});
const toPut = ({ taxIds, ...typed }: Typed) => ({
  ...typed,
  taxIds: taxIds.split('\n').filter((line) => line.trim() !== ''),
});

function SettingsForm({ settings }: { settings: InvoiceSettings }) {
  const change = useChange();
  const reason = usePermissionReason('invoices.write');
  const edit = useEdit({
    item: settings,
    formOf,
    schema: () => formSchema(InvoiceSettingsPut, toPut),
    fields: {
      legalName: { name: 'Name on invoices' },
      address: { name: 'Address' },
      taxIds: { name: 'Tax numbers' },
      footer: { name: 'Footer' },
      timezone: { name: 'Timezone' },
    },
    load: () => call(getInvoiceSettings),
    save: async (body, { version }) => {
      const saved = await change(putInvoiceSettings, { body, ifMatch: version });
      toast.success('Invoices that are issued from now on say it.', 'Invoice settings saved');
      return saved;
    },
  });
  return (
    <EditForm of={edit} label="Invoices" what="the invoice settings" disabledReason={reason}>
      <TextInput
        name="legalName"
        label="Name on invoices"
        description="Optional. Your own name if blank."
        maxLength={100}
      />
      <TextareaInput name="address" label="Address" description="Optional" maxLength={500} />
      <TextareaInput name="taxIds" label="Tax numbers" description="Optional. One in each line, at most 5." />
      <TextareaInput
        name="footer"
        label="Footer"
        description="Optional. How to pay, and whom to ask."
        maxLength={1000}
      />
      <TimezoneInput />
      <Row end>
        <SaveButton of={edit} disabledReason={reason}>
          Save invoice settings
        </SaveButton>
      </Row>
    </EditForm>
  );
}
