import { useNavigate } from '@tanstack/react-router';
import { type NumberList, NumberListCreate, NumberListPatch } from '../../src/number-lists/contract.ts';
import { createNumberList, editNumberList, getNumberList } from '../../src/number-lists/endpoints.ts';
import { useEdit } from '../kit/forms/edit.ts';
import { formSchema } from '../kit/forms/form-schema.ts';
import { TextInput, useApiForm } from '../kit/forms/form.tsx';
import { EditDialog, FormDialog } from '../kit/forms/FormDialog.tsx';
import { call } from '../kit/session/call.ts';
import { useChange } from '../kit/session/changes.ts';
import { useTenantId } from '../kit/session/tenant-context.ts';
import { toast } from '../ui/toast.tsx';

type NameForm = { name: string };

/** A new list is empty, so its page opens next. */
export function CreateList({ onClose }: { onClose: () => void }) {
  const tenantId = useTenantId();
  const change = useChange();
  const navigate = useNavigate();
  const form = useApiForm({
    schema: NumberListCreate,
    values: { name: '' },
    send: (body, key) => change(createNumberList, { params: { tenantId }, body, key }),
    done: ({ id }) =>
      void navigate({
        to: '/tenants/$tenantId/number-lists/$numberListId',
        params: { tenantId, numberListId: id },
      }),
    mode: 'onSubmit',
  });
  return (
    <FormDialog title="New list" onClose={onClose} size="small" of={form} label="New list" verb="Create list">
      <TextInput name="name" label="Name" maxLength={100} autoFocus description="Such as Good customers." />
    </FormDialog>
  );
}

export function RenameList({ list, onClose }: { list: NumberList; onClose: () => void }) {
  const params = { tenantId: useTenantId(), numberListId: list.id };
  const change = useChange();
  const edit = useEdit({
    item: list,
    formOf: ({ name }): NameForm => ({ name }),
    schema: () => formSchema(NumberListPatch, (typed: NameForm) => typed),
    fields: { name: { name: 'Name' } },
    load: () => call(getNumberList, { params }),
    save: (body, { version }) => change(editNumberList, { params, body, ifMatch: version }),
    done: ({ name }) => {
      toast.success('Its numbers stay.', `${name} renamed`);
      onClose();
    },
  });
  return (
    <EditDialog
      title={`Rename ${list.name}`}
      onClose={onClose}
      size="small"
      of={edit}
      label="Rename list"
      what="this list"
      verb="Rename"
    >
      <TextInput name="name" label="Name" maxLength={100} autoFocus />
    </EditDialog>
  );
}
