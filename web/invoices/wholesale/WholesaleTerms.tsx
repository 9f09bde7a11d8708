import { Link } from '@tanstack/react-router';
import type { WholesaleTerms } from '../../../src/wholesale/contract.ts';
import { getWholesaleTerms, putWholesaleTerms } from '../../../src/wholesale/endpoints.ts';
import { useEdit } from '../../kit/forms/edit.ts';
import { EditForm, SaveButton } from '../../kit/forms/EditForm.tsx';
import { TextInput } from '../../kit/forms/form.tsx';
import { CurrencyInput } from '../../kit/inputs/money/CurrencyInput.tsx';
import { TaxInputs } from '../../kit/inputs/money/TaxInputs.tsx';
import { LoadedCard } from '../../kit/pages/LoadedCard.tsx';
import { NoMail } from '../../kit/pages/NoMail.tsx';
import { call } from '../../kit/session/call.ts';
import { useChange } from '../../kit/session/changes.ts';
import { FieldRow } from '../../ui/fields.tsx';
import { Muted, Row } from '../../ui/layout.tsx';
import { dayLabel } from '../../ui/time-labels.ts';
import { toast } from '../../ui/toast.tsx';
import { ExemptionInputs } from '../ExemptionInputs.tsx';
import { termsQuery } from './queries.ts';
import { formOfTerms, TAX_LINES, termsFields, termsSchema } from './terms-form.ts';

/** The operator's charges to a partner besides calls. */
export function TermsCard({ partnerId }: { partnerId: string }) {
  return (
    <LoadedCard query={termsQuery(partnerId)} title="Wholesale terms" failed="Couldn’t load the wholesale terms">
      {(terms) => <TermsForm partnerId={partnerId} terms={terms} />}
    </LoadedCard>
  );
}

function TermsForm({ partnerId, terms }: { partnerId: string; terms: WholesaleTerms }) {
  const change = useChange();
  const edit = useEdit({
    item: terms,
    formOf: formOfTerms,
    schema: () => termsSchema,
    fields: termsFields(terms.currency),
    load: () => call(getWholesaleTerms, { params: { partnerId } }),
    save: async (body, { version }) => {
      const saved = await change(putWholesaleTerms, { params: { partnerId }, body, ifMatch: version });
      const from =
        version === 0 ? 'The first cycle begins today.' : `They apply from ${dayLabel(saved.heldFrom ?? '')}.`;
      toast.success(from, 'Wholesale terms saved');
      return saved;
    },
  });
  const currency = edit.form.watch('currency');
  return (
    <EditForm of={edit} label="Wholesale terms" what="the wholesale terms">
      <Muted>
        {terms.version === 0 || terms.heldFrom === null
          ? 'Monthly fees and wholesale calls are invoiced from the day you save the terms.'
          : `Changes apply from ${dayLabel(terms.heldFrom)}, when the next cycle begins.`}
      </Muted>
      <FieldRow>
        <TextInput name="tenantFee" label="Each tenant" inputMode="decimal" description="Per month" />
        <TextInput name="extensionFee" label="Each extension" inputMode="decimal" description="Per month" />
        <TextInput name="numberFee" label="Each number" inputMode="decimal" description="Per month" />
      </FieldRow>
      <CurrencyInput name="currency" />
      <FieldRow>
        <TextInput name="billingDay" label="Billing day" inputMode="numeric" description="1 to 31, by UTC" />
        <TextInput name="paymentTermsDays" label="Due after (days)" inputMode="numeric" />
      </FieldRow>
      <NoMail />
      <TextInput name="billingEmail" label="Billing email" type="email" description="Invoices are mailed to it." />
      <TextInput
        name="reminderDays"
        label="Reminders"
        description="Days after an invoice was due on which the partner is reminded by mail, such as 1, 7, 14. Changes apply at once. Blank: no reminders."
      />
      <TaxInputs name="taxes" lines={TAX_LINES} currency={currency ?? ''} disabledReason={null} />
      <ExemptionInputs at="taxExemption." label="Tax exemption certificate" whose="partner" />
      <Row end>
        <Link to="/operator/partners/$partnerId/invoices" params={{ partnerId }}>
          Invoices to this partner
        </Link>
        <SaveButton of={edit}>Save wholesale terms</SaveButton>
      </Row>
    </EditForm>
  );
}
