import { useState } from 'react';
import type { ApiKey, NewApiKey } from '../../src/api-keys/contract.ts';
import { createApiKey, editApiKey, getApiKey, rotateApiKey } from '../../src/api-keys/endpoints.ts';
import { call } from '../kit/call.ts';
import { useChange } from '../kit/changes.ts';
import { useEdit } from '../kit/edit.ts';
import { ChoiceInput, TextInput, useApiForm } from '../kit/form.tsx';
import { EditDialog, FormDialog } from '../kit/FormDialog.tsx';
import { Button } from '../ui/Button.tsx';
import { CopyField } from '../ui/CopyField.tsx';
import { Dialog, DialogActions } from '../ui/Dialog.tsx';
import { Notice } from '../ui/Notice.tsx';
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
  if (made) return <KeyShown made={made} onClose={onClose} />;
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

const OVERLAPS = [
  { value: '24', label: 'For a day', hint: 'Time to put the new key in place' },
  { value: '168', label: 'For a week' },
  { value: '0', label: 'Not at all', hint: 'Choose this if somebody may have seen it' },
];

export function RotateKey({ apiKey, onClose }: Props & { apiKey: ApiKey }) {
  const change = useChange();
  const [made, setMade] = useState<NewApiKey | null>(null);
  const form = useApiForm({
    schema: rotateSchema(apiKey),
    values: rotationOf(apiKey),
    send: (body, key) => change(rotateApiKey, { params: { keyId: apiKey.id }, body, key }),
    done: setMade,
  });
  if (made) return <KeyShown made={made} onClose={onClose} />;
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
        <ChoiceInput name="overlap" label="The present key goes on working" options={OVERLAPS} />
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

/** A key just made: the only time that it is shown. */
function KeyShown({ made, onClose }: Props & { made: NewApiKey }) {
  return (
    <Dialog title={`${made.name}: your new key`} onClose={onClose} keepOpen>
      <Notice tone="warning">Copy the key now. It isn’t stored, so nobody can show it to you again.</Notice>
      <CopyField label="API key" value={made.token} />
      <p>
        A program sends it with each request: <code>Authorization: Bearer {made.token.slice(0, 9)}…</code> The{' '}
        <a href="/api/docs">API reference</a> says what it can ask for.
      </p>
      <DialogActions>
        <Button kind="primary" onClick={onClose}>
          I have copied it
        </Button>
      </DialogActions>
    </Dialog>
  );
}
