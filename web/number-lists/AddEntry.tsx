import { EntryCreate, type NumberList } from '../../src/number-lists/contract.ts';
import { addNumberListEntry } from '../../src/number-lists/endpoints.ts';
import { TextInput, useApiForm } from '../kit/forms/form.tsx';
import { FormDialog } from '../kit/forms/FormDialog.tsx';
import { useChange } from '../kit/session/changes.ts';
import { useTenantId } from '../kit/session/tenant-context.ts';
import { toast } from '../ui/toast.tsx';
import { entryLabel } from './entry-label.ts';

export function AddEntry({ list, onClose }: { list: NumberList; onClose: () => void }) {
  const params = { tenantId: useTenantId(), numberListId: list.id };
  const change = useChange();
  const form = useApiForm({
    schema: EntryCreate,
    values: { number: '', note: '' },
    send: (body, key) => change(addNumberListEntry, { params, body, key }),
    done: (entry) => {
      toast.success('It applies to the next call.', `${entryLabel(entry)} added`);
      onClose();
    },
    mode: 'onSubmit',
  });
  return (
    <FormDialog
      title={`Add a number to ${list.name}`}
      onClose={onClose}
      size="small"
      of={form}
      label="Add number"
      verb="Add number"
    >
      <TextInput
        name="number"
        label="Number"
        autoFocus
        placeholder="(212) 555-0199"
        description="Or the first digits and a *, such as +1212*."
      />
      <TextInput name="note" label="Note" maxLength={200} description="Optional" />
    </FormDialog>
  );
}
