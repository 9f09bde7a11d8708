import type { Flow } from '../../../src/flows/contract.ts';
import { FlowTemplateCreate } from '../../../src/flows/templates/contract.ts';
import { saveFlowTemplate } from '../../../src/flows/templates/endpoints.ts';
import { TextareaInput, TextInput, useApiForm } from '../../kit/forms/form.tsx';
import { FormDialog } from '../../kit/forms/FormDialog.tsx';
import { useChange } from '../../kit/session/changes.ts';
import { useTenantId } from '../../kit/session/tenant-context.ts';
import { toast } from '../../ui/toast.tsx';

/** Saves a flow for all tenants of the partner. */
export function SaveTemplate({ flow, onClose }: { flow: Flow; onClose: () => void }) {
  const params = { tenantId: useTenantId(), flowId: flow.id };
  const change = useChange();
  const form = useApiForm({
    schema: FlowTemplateCreate,
    values: { name: flow.name, description: '' },
    send: (body, key) => change(saveFlowTemplate, { params, body, key }),
    done: ({ name }) => {
      toast.success('All of your tenants can use it.', `${name} saved as a template`);
      onClose();
    },
    mode: 'onSubmit',
  });
  return (
    <FormDialog
      title={`Save ${flow.name} as a template`}
      intro="It contains the steps, keys and texts of the current draft. Using it asks for the tenant’s own objects. Numbers, addresses and secrets are left out."
      onClose={onClose}
      size="small"
      of={form}
      label="Save as a template"
      verb="Save template"
    >
      <TextInput name="name" label="Name" maxLength={100} autoFocus />
      <TextareaInput name="description" label="What it is for" rows={2} maxLength={300} description="Optional" />
    </FormDialog>
  );
}
