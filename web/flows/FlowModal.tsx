import { useNavigate } from '@tanstack/react-router';
import type { Flow } from '../../src/flows/contract.ts';
import { createFlow, editFlow, getFlow } from '../../src/flows/endpoints.ts';
import { call } from '../kit/call.ts';
import { useChange } from '../kit/changes.ts';
import { useEdit } from '../kit/edit.ts';
import { EditForm, SaveButton } from '../kit/EditForm.tsx';
import { Form, TextInput, useApiForm } from '../kit/form.tsx';
import { useTenantId } from '../kit/tenant-context.ts';
import { Button } from '../ui/Button.tsx';
import { CancelButton, Dialog, DialogActions } from '../ui/Dialog.tsx';
import { toast } from '../ui/toast.tsx';
import { createSchema, flowNumberOf, newFlow, NUMBER_FIELDS, numberSchema } from './flow-form.ts';

const FIELD_OF_CODE = { number_taken: 'number', reserved_number: 'number' };

export function AddFlow({ onClose }: { onClose: () => void }) {
  const tenantId = useTenantId();
  const change = useChange();
  const navigate = useNavigate();
  const form = useApiForm({
    schema: createSchema,
    values: newFlow,
    send: (body, key) => change(createFlow, { params: { tenantId }, body, key }),
    done: ({ id }) => void navigate({ to: '/tenants/$tenantId/flows/$flowId', params: { tenantId, flowId: id } }),
    fieldOfCode: FIELD_OF_CODE,
    mode: 'onSubmit',
  });
  return (
    <Dialog title="New call flow" onClose={onClose} keepOpen>
      <Form of={form} label="New call flow">
        <TextInput name="name" label="Name" maxLength={100} autoFocus description="Such as Main number." />
        <NumberField />
        <DialogActions>
          <CancelButton />
          <Button type="submit" kind="primary" busy={form.busy}>
            Create flow
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}

export function EditFlowNumber({ flow, onClose }: { flow: Flow; onClose: () => void }) {
  const tenantId = useTenantId();
  const change = useChange();
  const params = { tenantId, flowId: flow.id };
  const edit = useEdit({
    item: flow,
    formOf: flowNumberOf,
    schema: () => numberSchema,
    fields: NUMBER_FIELDS,
    load: () => call(getFlow, { params }),
    save: (body, { version }) => change(editFlow, { params, body, ifMatch: version }),
    done: ({ name }) => {
      toast.success('It applies to the next call.', `${name} saved`);
      onClose();
    },
    fieldOfCode: FIELD_OF_CODE,
  });
  return (
    <Dialog title={`Number of ${flow.name}`} onClose={onClose} keepOpen>
      <EditForm of={edit} label="Number of the call flow" what="this call flow">
        <NumberField />
        <DialogActions>
          <CancelButton />
          <SaveButton of={edit}>Save number</SaveButton>
        </DialogActions>
      </EditForm>
    </Dialog>
  );
}

const NumberField = () => (
  <TextInput
    name="number"
    label="Number"
    inputMode="numeric"
    maxLength={7}
    description="What phones dial to reach it, such as 500. May be empty."
  />
);
