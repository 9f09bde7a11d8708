import { useState } from 'react';
import { overlapOptions, SecretDialog } from '../kit/acts/SecretDialog.tsx';
import { useEdit } from '../kit/forms/edit.ts';
import { ChoiceInput, TextInput, useApiForm } from '../kit/forms/form.tsx';
import { EditDialog, FormDialog } from '../kit/forms/FormDialog.tsx';
import { toast } from '../ui/toast.tsx';
import type { KeyActs } from './key-acts.ts';
import { type AnyKey, formOfKey, NEW_KEY, rotateSchema, rotationOf } from './key-form.ts';
import { KeyFields } from './KeyFields.tsx';

type Props = { onClose: () => void };
type ActProps<Key extends AnyKey, Create, Patch> = Props & { acts: KeyActs<Key, Create, Patch> };
type KeyProps<Key extends AnyKey, Create, Patch> = ActProps<Key, Create, Patch> & { apiKey: Key };
type Made = { name: string; key: string };

export function CreateKey<Key extends AnyKey, Create, Patch>({ acts, onClose }: ActProps<Key, Create, Patch>) {
  const [made, setMade] = useState<Made | null>(null);
  const form = useApiForm({ schema: acts.createSchema, values: NEW_KEY, send: acts.create, done: setMade });
  if (made) return <MadeKey made={made} onClose={onClose} />;
  return (
    <FormDialog title="New API key" onClose={onClose} of={form} label="API key" verb="Create key">
      <KeyFields of={acts.of} isNew />
    </FormDialog>
  );
}

export function EditKey<Key extends AnyKey, Create, Patch>({ acts, apiKey, onClose }: KeyProps<Key, Create, Patch>) {
  const edit = useEdit({
    item: apiKey,
    formOf: formOfKey,
    schema: acts.patchSchema,
    fields: {
      name: { name: 'Name' },
      scopes: { name: 'Scopes', words: (scopes: string[]) => scopes.join(', ') || 'none' },
      whichTenants: { name: 'Tenants' },
      tenantIds: { name: 'Which tenants', words: () => 'other tenants' },
      sources: { name: 'Allowed addresses' },
      requestsPerMinute: { name: 'Requests a minute' },
      expiresAt: { name: 'Last day' },
    },
    load: () => acts.load(apiKey.id),
    save: (body, { version }) => acts.edit(apiKey.id, body, version),
    done: ({ name }) => {
      toast.success('It applies from the key’s next request.', `${name} saved`);
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
      <KeyFields of={acts.of} />
    </EditDialog>
  );
}

export function RotateKey<Key extends AnyKey, Create, Patch>({ acts, apiKey, onClose }: KeyProps<Key, Create, Patch>) {
  const [made, setMade] = useState<Made | null>(null);
  const form = useApiForm({
    schema: rotateSchema(apiKey),
    values: rotationOf(apiKey),
    send: (body, key) => acts.rotate(apiKey.id, body, key),
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
      verb="Create new key"
    >
      <p>You get a new key with the same settings.</p>
      {apiKey.expired ? (
        <p>The current key has expired.</p>
      ) : (
        <ChoiceInput
          name="overlap"
          label="The current key still works"
          options={overlapOptions('Time to put the new key in place')}
        />
      )}
      <TextInput
        name="expiresAt"
        label="Last day of the new key (UTC)"
        type="date"
        description="Leave blank for no expiry"
      />
    </FormDialog>
  );
}

function MadeKey({ made, onClose }: Props & { made: Made }) {
  return (
    <SecretDialog
      title={`${made.name}: your new key`}
      warning="Copy the key now. It isn’t stored, so it can’t be shown again."
      label="API key"
      secret={made.key}
      onClose={onClose}
    >
      A program sends it with each request: <code>Authorization: Bearer {made.key.slice(0, 9)}…</code> The{' '}
      <a href="/api/docs">API reference</a> lists what it can do.
    </SecretDialog>
  );
}
