import { type RateTable, RateTableCreate, RateTablePatch } from '../../src/rates/contract.ts';
import { createRateTable, getRateTable, renameRateTable } from '../../src/rates/endpoints.ts';
import { useEdit } from '../kit/forms/edit.ts';
import { formSchema } from '../kit/forms/form-schema.ts';
import { TextInput, useApiForm } from '../kit/forms/form.tsx';
import { EditDialog, FormDialog } from '../kit/forms/FormDialog.tsx';
import { CurrencyInput } from '../kit/inputs/money/CurrencyInput.tsx';
import { call } from '../kit/session/call.ts';
import { useChange } from '../kit/session/changes.ts';
import { toast } from '../ui/toast.tsx';

const FIELD_OF_CODE = { rate_table_name_taken: 'name' };

export function CreateRateTable({ onClose }: { onClose: () => void }) {
  const change = useChange();
  const form = useApiForm({
    schema: formSchema(RateTableCreate, (typed: { name: string; currency: string | null }) => typed),
    values: { name: '', currency: 'USD' },
    send: (body, key) => change(createRateTable, { body, key }),
    done: ({ name }) => {
      toast.success('Open it to import its rates.', `${name} created`);
      onClose();
    },
    fieldOfCode: FIELD_OF_CODE,
  });
  return (
    <FormDialog
      title="New rate table"
      size="small"
      onClose={onClose}
      of={form}
      label="Rate table"
      verb="Create rate table"
    >
      <TextInput name="name" label="Name" maxLength={100} autoFocus />
      <CurrencyInput name="currency" />
    </FormDialog>
  );
}

/** The currency can't be changed, because all rates are in it. */
export function RenameRateTable({ table, onClose }: { table: RateTable; onClose: () => void }) {
  const change = useChange();
  const params = { tableId: table.id };
  const edit = useEdit({
    item: table,
    formOf: ({ name }) => ({ name }),
    schema: () => RateTablePatch,
    fields: { name: { name: 'Name' } },
    load: () => call(getRateTable, { params }),
    save: (body, { version }) => change(renameRateTable, { params, body, ifMatch: version }),
    done: ({ name }) => {
      toast.success('Its rates stay.', `${name} saved`);
      onClose();
    },
    fieldOfCode: FIELD_OF_CODE,
  });
  return (
    <EditDialog
      title={`Rename ${table.name}`}
      size="small"
      onClose={onClose}
      of={edit}
      label="Rate table"
      what="this rate table"
      verb="Save rate table"
    >
      <TextInput name="name" label="Name" maxLength={100} autoFocus />
    </EditDialog>
  );
}
