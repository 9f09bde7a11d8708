import { FieldRow } from '../../../ui/fields.tsx';
import { MultiSelectInput, SelectInput, TextInput } from '../../forms/form.tsx';
import { TAX_KINDS, type TaxForm, type TaxLines } from './taxes-form.ts';

/** One tax: its name, when it begins, and its amount. */
export function TaxFields({
  name,
  tax,
  above,
  lines,
  currency,
}: {
  name: string;
  tax: TaxForm;
  /** The preceding taxes in the list. */
  above: readonly TaxForm[];
  lines: TaxLines;
  currency: string;
}) {
  return (
    <>
      <FieldRow>
        <TextInput
          name={`${name}.name`}
          label="Name of the tax"
          maxLength={60}
          description="It’s shown on the invoice."
        />
        <TextInput name={`${name}.validFrom`} label="Starts on" type="date" />
      </FieldRow>
      <SelectInput name={`${name}.kind`} label="How it’s charged" options={TAX_KINDS} />
      {tax.kind === 'percent' ? (
        <PercentFields name={name} tax={tax} above={above} lines={lines} />
      ) : (
        <TextInput
          name={`${name}.amount`}
          label={`Amount, in ${currency}`}
          inputMode="decimal"
          description="For a whole month. A part of a month counts by its days."
        />
      )}
    </>
  );
}

type Percent = { name: string; tax: TaxForm; above: readonly TaxForm[]; lines: TaxLines };

function PercentFields({ name, tax, above, lines }: Percent) {
  // a name that no longer precedes it stays in the options, so that it can be removed
  const names = [...new Set([...above.map((other) => other.name), ...tax.onTaxes])].filter((other) => other !== '');
  return (
    <>
      <FieldRow>
        <TextInput
          name={`${name}.ratePpm`}
          label="Rate, in percent"
          inputMode="decimal"
          description="Such as 8.875. With 0 the tax ends on that day."
        />
        <TextInput
          name={`${name}.sharePpm`}
          label="Taxed share, in percent"
          inputMode="decimal"
          description="100 taxes the whole amount."
        />
      </FieldRow>
      <MultiSelectInput name={`${name}.on`} label="Charged on" options={lines} placeholder="No lines" />
      {names.length > 0 && (
        <MultiSelectInput
          name={`${name}.onTaxes`}
          label="And on top of these taxes"
          options={names.map((value) => ({ value, label: value }))}
          placeholder="None"
        />
      )}
    </>
  );
}
