import type { ReactNode } from 'react';
import { useFormContext } from 'react-hook-form';
import type { z } from 'zod';
import { formSchema } from '../kit/forms/form-schema.ts';
import { CheckInput, SwitchInput, TextInput, useApiForm } from '../kit/forms/form.tsx';
import { FormDialog } from '../kit/forms/FormDialog.tsx';
import { MoneyInputs } from '../kit/inputs/money/MoneyInputs.tsx';
import { NOUNS } from '../kit/words/nouns.ts';
import { FieldRow } from '../ui/fields.tsx';
import { plural } from '../ui/plural.ts';
import { type LimitName, LimitsChange, type ManyLimitsForm, sentChange, unchanged } from './many-limits.ts';

const schema = formSchema(LimitsChange, sentChange);

type EditLimitsProps = {
  /** The number of tenants. */
  tenants: number;
  /** The currency of the first tenant. */
  currency: string;
  onClose: () => void;
  onBegin: (change: z.output<typeof LimitsChange>) => void;
};

/** Edits the limits of many tenants. */
export function EditLimits({ tenants, currency, onClose, onBegin }: EditLimitsProps) {
  const form = useApiForm({ schema, values: unchanged(currency), send: async (change) => onBegin(change) });
  return (
    <FormDialog
      of={form}
      title={`Edit the limits of ${plural(tenants, NOUNS.tenant)}`}
      intro="Limits that you don’t tick stay as they are. Leave a limit blank for no limit."
      label="Limits"
      verb="Save limits"
      onClose={onClose}
    >
      <Change name="monthlySpend" label="Change the spend limit">
        <FieldRow>
          <MoneyInputs
            name="monthlySpend"
            label="Spend per billing cycle"
            description="Before tax. A tenant that is charged in another currency keeps its limit."
          />
        </FieldRow>
      </Change>
      <Change name="maxMonthlyMinutes" label="Change the minutes limit">
        <TextInput name="maxMonthlyMinutes" label="Minutes per billing cycle" inputMode="numeric" />
      </Change>
      <Change name="maxExtensions" label="Change the extensions limit">
        <TextInput name="maxExtensions" label="Extensions" inputMode="numeric" />
      </Change>
      <Change name="maxDids" label="Change the numbers limit">
        <TextInput name="maxDids" label="Numbers" inputMode="numeric" />
      </Change>
      <Change name="alertThresholdPercent" label="Change when you are alerted">
        <TextInput name="alertThresholdPercent" label="Alert at (percent)" inputMode="numeric" />
      </Change>
      <Change name="autoSuspend" label="Change what happens at a limit">
        <SwitchInput
          name="autoSuspend"
          label="Suspend at a limit"
          description="Off: only calls that cost money are refused."
        />
      </Change>
    </FormDialog>
  );
}

/** A limit that changes only if it is ticked. */
function Change({ name, label, children }: { name: LimitName; label: string; children: ReactNode }) {
  const { watch } = useFormContext<ManyLimitsForm>();
  return (
    <>
      <CheckInput name={`changed.${name}`} label={label} />
      {watch(`changed.${name}`) && children}
    </>
  );
}
