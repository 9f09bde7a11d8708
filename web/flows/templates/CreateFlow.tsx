import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { createFlow } from '../../../src/flows/endpoints.ts';
import { deleteFlowTemplate, importFlow, listFlowTemplates } from '../../../src/flows/templates/endpoints.ts';
import { ConfirmDialog } from '../../kit/acts/ConfirmDialog.tsx';
import { Form, TextInput, useApiForm } from '../../kit/forms/form.tsx';
import { useChange } from '../../kit/session/changes.ts';
import { apiQuery } from '../../kit/session/queries.ts';
import { useMay } from '../../kit/session/session.ts';
import { useTenantId } from '../../kit/session/tenant-context.ts';
import { Button } from '../../ui/Button.tsx';
import { CancelButton, Dialog, DialogActions } from '../../ui/Dialog.tsx';
import { FieldRow } from '../../ui/fields.tsx';
import { toast } from '../../ui/toast.tsx';
import { createSchema, FIELD_OF_CODE, newFlow } from '../flow-form.ts';
import { FlowNumberField } from '../FlowNumberField.tsx';
import type { StartingPoint } from './flow-file.ts';
import { Questions } from './Questions.tsx';
import { TemplateChoice } from './TemplateChoice.tsx';
import { useAnswers } from './use-answers.ts';

/** Creates a flow, empty or from a template. */
export function CreateFlow({ onClose }: { onClose: () => void }) {
  const tenantId = useTenantId();
  const change = useChange();
  const navigate = useNavigate();
  const mayDelete = useMay('flow-templates.write');
  const templates = useQuery(apiQuery(listFlowTemplates, { params: { tenantId } }));
  const [chosen, setChosen] = useState<StartingPoint | null>(null);
  const [deleting, setDeleting] = useState<StartingPoint | null>(null);
  const answers = useAnswers(tenantId, chosen?.questions ?? [], { orFirst: true });
  const form = useApiForm({
    schema: createSchema,
    values: newFlow,
    send: (body, key) =>
      chosen
        ? change(importFlow, {
            params: { tenantId },
            body: { ...body, content: chosen.content, answers: answers.sent() },
            key,
          })
        : change(createFlow, { params: { tenantId }, body, key }),
    done: ({ id }) => void navigate({ to: '/tenants/$tenantId/flows/$flowId', params: { tenantId, flowId: id } }),
    fieldOfCode: FIELD_OF_CODE,
    mode: 'onSubmit',
  });
  const choose = (template: StartingPoint | null) => {
    const typed = form.form.getValues('name');
    // a name that the user didn't type follows the template
    if (typed === '' || typed === chosen?.name) form.form.setValue('name', template?.name ?? '');
    setChosen(template);
  };
  const remove = async ({ id, name }: StartingPoint) => {
    await change(deleteFlowTemplate, { params: { tenantId, flowTemplateId: id } });
    choose(null);
    toast.success('Flows created from it stay.', `${name} deleted`);
  };
  return (
    <Dialog title="New call flow" onClose={onClose} size="large" keepOpen>
      <Form of={form} label="New call flow">
        <TemplateChoice
          templates={templates.data?.items ?? []}
          failed={templates.error !== null}
          value={chosen}
          onChange={choose}
        />
        <FieldRow>
          <TextInput name="name" label="Name" maxLength={100} autoFocus description="Such as Main number." />
          <FlowNumberField />
        </FieldRow>
        {chosen && <Questions tenantId={tenantId} questions={chosen.questions} answers={answers} />}
        <DialogActions
          aside={
            chosen?.source === 'own' && mayDelete ? (
              <Button kind="quiet" onClick={() => setDeleting(chosen)}>
                Delete this template
              </Button>
            ) : undefined
          }
        >
          <CancelButton />
          <Button type="submit" kind="primary" busy={form.busy}>
            Create flow
          </Button>
        </DialogActions>
      </Form>
      {deleting && (
        <ConfirmDialog
          title={`Delete ${deleting.name}?`}
          verb="Delete template"
          act={() => remove(deleting)}
          onClose={() => setDeleting(null)}
        >
          <p>Your tenants can no longer use it. Flows created from it stay.</p>
        </ConfirmDialog>
      )}
    </Dialog>
  );
}
