import { DidsCreate } from '../../src/numbers/contract.ts';
import { addDids } from '../../src/numbers/endpoints.ts';
import { readEntries } from '../../src/numbers/rules.ts';
import { displayNumber } from '../../src/platform/values/phone.ts';
import { formSchema } from '../kit/forms/form-schema.ts';
import { Form, TextareaInput, useApiForm } from '../kit/forms/form.tsx';
import type { Outcome } from '../kit/lists/bulk.ts';
import { useChange } from '../kit/session/changes.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { Button } from '../ui/Button.tsx';
import { CancelButton, DialogActions } from '../ui/Dialog.tsx';
import { plural } from '../ui/plural.ts';
import { toast } from '../ui/toast.tsx';
import type { OnPartlyAdded } from './number-results.ts';
import { entriesOf } from './number-text.ts';

/** Parsed by the server's own rule, so that faults are shown before anything is sent. */
const schema = formSchema(
  DidsCreate.superRefine(({ numbers }, context) => {
    const { faults, tooMany } = readEntries(numbers.map((text) => ({ text })));
    const refuse = (message: string) => context.addIssue({ code: 'custom', path: ['numbers'], message });
    if (tooMany) refuse('Add up to 10,000 numbers at a time.');
    const [first] = faults;
    if (!first) return;
    const more = faults.length > 1 ? ` And ${(faults.length - 1).toLocaleString()} more like it.` : '';
    refuse(`“${first.entry.text}”: ${first.message}${more}`);
  }),
  ({ numbers }: { numbers: string }) => ({ numbers: entriesOf(numbers) }),
);

type TypedProps = { initially: string; onClose: () => void; onPartly: OnPartlyAdded };

export function TypedNumbers({ initially, onClose, onPartly }: TypedProps) {
  const change = useChange();
  const form = useApiForm({
    schema,
    values: { numbers: initially },
    send: async (body, key) => {
      const { added, refused } = await change(addDids, { body, key });
      if (refused.length === 0) {
        toast.success('You can assign them now.', `${plural(added.length, NOUNS.number)} added`);
        return onClose();
      }
      onPartly(
        [
          ...refused.map(({ number, message }): Outcome => ({
            id: number,
            name: displayNumber(number),
            state: 'refused',
            text: message,
          })),
          ...added.map(({ id, number }): Outcome => ({
            id,
            name: displayNumber(number),
            state: 'done',
            text: 'Added',
          })),
        ],
        refused.map(({ number }) => number),
      );
    },
  });
  const count = readEntries(entriesOf(form.form.watch('numbers')).map((text) => ({ text }))).numbers.size;
  return (
    <Form of={form} label="Add numbers">
      <TextareaInput
        name="numbers"
        label="Numbers"
        rows={7}
        mono
        placeholder={'+12125550110\n+12125550120-+12125550129'}
        description="One on each line, or a range from first to last. Numbers in the US may be written without +1."
      />
      <DialogActions aside={count > 0 && plural(count, NOUNS.number)}>
        <CancelButton />
        <Button type="submit" kind="primary" busy={form.busy}>
          Add numbers
        </Button>
      </DialogActions>
    </Form>
  );
}
