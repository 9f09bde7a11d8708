import { useState } from 'react';
import type { ApiKey, NewApiKey } from '../../src/api-keys/contract.ts';
import { createApiKey, editApiKey, getApiKey, rotateApiKey } from '../../src/api-keys/endpoints.ts';
import { call } from '../kit/call.ts';
import { useChange } from '../kit/changes.ts';
import { useEdit } from '../kit/edit.ts';
import { ChoiceInput, TextInput, useApiForm } from '../kit/form.tsx';
import { EditDialog, FormDialog } from '../kit/FormDialog.tsx';
import { overlapOptions, SecretShown } from '../kit/SecretShown.tsx';
import { toast } from '../ui/toast.tsx';
import { formOfKey, keySchema, NEW_KEY, newKeySchema, rotateSchema, rotationOf } from './key-form.ts';
import { KeyFields } from './KeyFields.tsx';

type Props = { onClose: () => void };

export function NewKey({ onClose }: Props) {
  const change = useChange();
  const [made, setMade] = useState<NewApiKey | null>(null);
  const form = useApiForm({
    schema: newKeySchema,
    values: NEW_KEY,
    send: (body, key) => change(createApiKey, { body, key }),
    done: setMade,
  });
  if (made) return <MadeKey made={made} onClose={onClose} />;
  return (
    <FormDialog title="New API key" onClose={onClose} of={form} label="API key" verb="Make key">
      <KeyFields />
    </FormDialog>
  );
}

export function EditKey({ apiKey, onClose }: Props & { apiKey: ApiKey }) {
  const change = useChange();
  const params = { keyId: apiKey.id };
  const edit = useEdit({
    item: apiKey,
    formOf: formOfKey,
    schema: keySchema,
    fields: {
      name: { name: 'Name' },
      scopes: { name: 'Scopes' },
      whichTenants: { name: 'Tenants' },
      tenantIds: { name: 'Which tenants' },
      addresses: { name: 'Allowed addresses' },
      requestsPerMinute: { name: 'Requests a minute' },
      expiresAt: { name: 'Last day' },
    },
    load: () => call(getApiKey, { params }),
    save: (body, { version }) => change(editApiKey, { params, body, ifMatch: version }),
    done: ({ name }) => {
      toast.success('It holds from the key’s next request on.', `${name} saved`);
      onClose();
    },
  });
  return (
    <EditDialog
      title={`Edit ${apiKey.name}`}
      onClose={onClose}
      of={edit}
      label="API key"
      what="this key"
      verb="Save key"
    >
      <KeyFields />
    </EditDialog>
  );
}

export function RotateKey({ apiKey, onClose }: Props & { apiKey: ApiKey }) {
  const change = useChange();
  const [made, setMade] = useState<NewApiKey | null>(null);
  const form = useApiForm({
    schema: rotateSchema(apiKey),
    values: rotationOf(apiKey),
    send: (body, key) => change(rotateApiKey, { params: { keyId: apiKey.id }, body, key }),
    done: setMade,
  });
  if (made) return <MadeKey made={made} onClose={onClose} />;
  return (
    <FormDialog
      title={`Replace ${apiKey.name}?`}
      size="small"
      onClose={onClose}
      of={form}
      label="Replace the key"
      verb="Make new key"
    >
      <p>You get a new key with the same settings.</p>
      {apiKey.expired ? (
        <p>The present key has ended.</p>
      ) : (
        <ChoiceInput
          name="overlap"
          label="The present key goes on working"
          options={overlapOptions('Time to put the new key in place')}
        />
      )}
      <TextInput
        name="expiresAt"
        label="Last day of the new key (UTC)"
        type="date"
        description="Empty: it doesn’t end"
      />
    </FormDialog>
  );
}

function MadeKey({ made, onClose }: Props & { made: NewApiKey }) {
  return (
    <SecretShown
      title={`${made.name}: your new key`}
      warning="Copy the key now. It isn’t stored, so nobody can show it to you again."
      label="API key"
      secret={made.token}
      onClose={onClose}
    >
      A program sends it with each request: <code>Authorization: Bearer {made.token.slice(0, 9)}…</code> The{' '}
      <a href="/api/docs">API reference</a> says what it can ask for.
    </SecretShown>
  );
}
