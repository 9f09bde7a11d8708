import { useQuery } from '@tanstack/react-query';
import { MultiSelectInput, SelectInput, SwitchInput, TextInput } from '../kit/forms/form.tsx';
import { rateTablesQuery } from '../kit/inputs/money/rate-tables.ts';
import { TaxInputs } from '../kit/inputs/money/TaxInputs.tsx';
import { NoMail } from '../kit/pages/NoMail.tsx';
import { FieldRow, Fieldset } from '../ui/fields.tsx';
import type { SelectOption } from '../ui/SelectField.tsx';
import { CLASS_OPTIONS, TAX_LINES, TERM_LABELS } from './terms-form.ts';

const Amount = ({ term }: { term: keyof typeof TERM_LABELS }) => (
  <TextInput name={`terms.${term}`} label={TERM_LABELS[term]} inputMode="decimal" />
);

/** The partner's rate tables in a currency, as options. */
export function useRateTables(currency: string): SelectOption[] {
  const { data } = useQuery(rateTablesQuery);
  return (data?.items ?? [])
    .filter((table) => table.currency === currency)
    .map(({ id, name }) => ({ value: id, label: name }));
}

/** The fields of a billing profile's terms. */
export function TermsFields({
  currency,
  rateTables,
  disabledReason,
}: {
  currency: string;
  rateTables: readonly SelectOption[];
  disabledReason: string | null;
}) {
  const noRates = rateTables.length === 0 ? `You have no rate table in ${currency} yet.` : null;
  return (
    <>
      <Fieldset
        legend={`Monthly fees, in ${currency}`}
        hint="A day counts if the tenant was active at any time that day. Suspended days cost nothing."
      >
        <Amount term="monthlyFee" />
        <Amount term="extensionFee" />
        <Amount term="localNumberFee" />
        <Amount term="tollFreeNumberFee" />
      </Fieldset>
      <Fieldset
        legend={`Set-up fees, in ${currency}`}
        hint="Charged once, at the end of the day, so a mistake undone the same day costs nothing."
      >
        <Amount term="setupFee" />
        <Amount term="extensionSetupFee" />
        <Amount term="localNumberSetupFee" />
        <Amount term="tollFreeNumberSetupFee" />
      </Fieldset>
      <Fieldset
        legend="Calls"
        hint="Calls inside the tenant, to emergency numbers and to its country’s toll-free numbers are always free."
      >
        <SelectInput
          name="terms.outboundRates"
          label={TERM_LABELS.outboundRates}
          options={rateTables}
          clearable
          placeholder="Free of charge"
          description="A call to a number without a rate in the table is refused."
          disabledReason={noRates}
        />
        <SelectInput
          name="terms.inboundRates"
          label={TERM_LABELS.inboundRates}
          options={rateTables}
          clearable
          placeholder="Free of charge"
          description="By the called number. Calls to numbers without a rate are free."
          disabledReason={noRates}
        />
        <TextInput
          name="terms.includedMinutes"
          label={TERM_LABELS.includedMinutes}
          inputMode="numeric"
          description="A shorter first month includes its share."
        />
        <MultiSelectInput
          name="terms.includedClasses"
          label={TERM_LABELS.includedClasses}
          options={CLASS_OPTIONS}
          placeholder="None"
        />
      </Fieldset>
      <FieldRow>
        <TextInput
          name="terms.billingDay"
          label={TERM_LABELS.billingDay}
          inputMode="numeric"
          description="The day of the month on which a cycle begins, in the tenant’s time zone. A shorter month uses its last day."
        />
        <TextInput
          name="terms.paymentTermsDays"
          label={TERM_LABELS.paymentTermsDays}
          inputMode="numeric"
          description="Days from an invoice’s date until it is due."
        />
      </FieldRow>
      <NoMail />
      <FieldRow>
        <TextInput
          name="terms.reminderDays"
          label={TERM_LABELS.reminderDays}
          description="Days after an invoice was due on which the tenant is reminded by mail, such as 1, 7, 12. Blank: no reminders."
        />
        <TextInput
          name="terms.pastDueDays"
          label={TERM_LABELS.pastDueDays}
          inputMode="numeric"
          description="Days after an invoice was due until calls stop, other than to 911. A payment resumes service at once. Blank: never."
        />
      </FieldRow>
      <TaxInputs name="terms.taxes" lines={TAX_LINES} currency={currency} disabledReason={disabledReason} />
      <SwitchInput
        name="terms.liftCapSuspension"
        label={TERM_LABELS.liftCapSuspension}
        description="Service resumes for a tenant suspended by a spending or minutes cap when its next cycle begins, or when the cap is raised above the use."
      />
    </>
  );
}
