import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Flow } from '../../../src/flows/contract.ts';
import type { PortableFlow } from '../../../src/flows/templates/contract.ts';
import { getPortableFlow, importFlow } from '../../../src/flows/templates/endpoints.ts';
import { TextInput, useApiForm } from '../../kit/forms/form.tsx';
import { FormDialog } from '../../kit/forms/FormDialog.tsx';
import { useTenantOptions } from '../../kit/inputs/choices/tenant-options.ts';
import { Download } from '../../kit/lists/Download.tsx';
import { addressOf } from '../../kit/session/call.ts';
import { useChange } from '../../kit/session/changes.ts';
import { apiQuery } from '../../kit/session/queries.ts';
import { useMay } from '../../kit/session/session.ts';
import { useTenantId } from '../../kit/session/tenant-context.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { NotLoaded } from '../../ui/LoadError.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { createSchema, FIELD_OF_CODE } from '../flow-form.ts';
import { Questions } from './Questions.tsx';
import { useAnswers } from './use-answers.ts';

type CopyProps = { flow: Flow; onClose: () => void };

/** Copies a flow within the tenant or to another one, using that tenant's objects and without secrets. */
export function CopyFlow({ flow, onClose }: CopyProps) {
  const params = { tenantId: useTenantId(), flowId: flow.id };
  // each response has new ids of questions, so answers refer to the first one
  const query = apiQuery(getPortableFlow, { params });
  const { data, error, refetch } = useQuery({ ...query, staleTime: Infinity, gcTime: 0 });
  if (data) return <CopyForm flow={flow} portable={data} onClose={onClose} />;
  return (
    <Dialog title={`Copy ${flow.name}`} onClose={onClose} size="small">
      <NotLoaded error={error} again={refetch} />
    </Dialog>
  );
}

const list = new Intl.ListFormat('en-US');

function CopyForm({ flow, portable, onClose }: CopyProps & { portable: PortableFlow }) {
  const here = useTenantId();
  const params = { tenantId: here, flowId: flow.id };
  const change = useChange();
  const navigate = useNavigate();
  const mayChooseTenant = useMay('tenants.read');
  const [tenantId, setTenantId] = useState(here);
  const answers = useAnswers(tenantId, portable.questions, { orFirst: false });
  const form = useApiForm({
    schema: createSchema,
    values: { name: `Copy of ${flow.name}`.slice(0, 100), number: '' },
    send: (body, key) =>
      change(importFlow, {
        params: { tenantId },
        body: { ...body, content: portable.content, answers: answers.sent() },
        key,
      }),
    done: ({ id }) => void navigate({ to: '/tenants/$tenantId/flows/$flowId', params: { tenantId, flowId: id } }),
    fieldOfCode: FIELD_OF_CODE,
    mode: 'onSubmit',
  });
  return (
    <FormDialog title={`Copy ${flow.name}`} onClose={onClose} of={form} label="Copy call flow" verb="Create copy">
      {mayChooseTenant && <TenantField value={tenantId} onChange={setTenantId} />}
      <TextInput name="name" label="Name" maxLength={100} autoFocus />
      <Questions tenantId={tenantId} questions={portable.questions} answers={answers} />
      <Download href={addressOf(getPortableFlow, { params })} file={`${flow.name}.json`} small>
        Download as a file
      </Download>
      {portable.leftOpen.length > 0 && (
        <Notice title="Couldn’t copy the flow">
          Outside numbers, web addresses and secrets are entered anew: in {list.format(portable.leftOpen)}.
        </Notice>
      )}
    </FormDialog>
  );
}

function TenantField({ value, onChange }: { value: string; onChange: (tenantId: string) => void }) {
  const [typed, setTyped] = useState('');
  const searched = useTenantOptions(typed, value);
  return (
    <SelectField
      label="Tenant"
      description="Where the copy goes."
      {...searched}
      value={value}
      onChange={(id) => id !== null && onChange(id)}
      onSearch={setTyped}
      searchable
    />
  );
}
