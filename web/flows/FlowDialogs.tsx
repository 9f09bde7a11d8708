import type { Flow } from '../../src/flows/contract.ts';
import { editFlow, getFlow } from '../../src/flows/endpoints.ts';
import { useEdit } from '../kit/forms/edit.ts';
import { EditDialog } from '../kit/forms/FormDialog.tsx';
import { call } from '../kit/session/call.ts';
import { useChange } from '../kit/session/changes.ts';
import { useTenantId } from '../kit/session/tenant-context.ts';
import { toast } from '../ui/toast.tsx';
import { FIELD_OF_CODE, flowNumberOf, NUMBER_FIELDS, numberSchema } from './flow-form.ts';
import { FlowNumberField } from './FlowNumberField.tsx';

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
    <EditDialog
      title={`Number of ${flow.name}`}
      onClose={onClose}
      of={edit}
      label="Number of the call flow"
      what="this call flow"
      verb="Save number"
    >
      <FlowNumberField />
    </EditDialog>
  );
}
