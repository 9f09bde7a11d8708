import { ChoiceInput, TextareaInput } from '../../kit/forms/form.tsx';
import { SUSPENSION_OPTIONS } from './suspension-form.ts';

/** The reason and note of a suspension. `at`: their path in the form, such as `suspension.`. */
export function SuspensionInputs({ at = '' }: { at?: string }) {
  return (
    <>
      <ChoiceInput name={`${at}reason`} label="Why?" options={SUSPENSION_OPTIONS} />
      <TextareaInput
        name={`${at}note`}
        label="Note"
        rows={2}
        description="Optional. Your team sees it here and in the audit log. The tenant doesn’t."
      />
    </>
  );
}
