import { useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { type Extension, ExtensionCreate, ExtensionPatch } from '../../src/extensions/contract.ts';
import type { TenantDid } from '../../src/numbers/contract.ts';
import { displayNumber } from '../../src/platform/phone.ts';
import { api, type Page } from '../api.ts';
import { Form, SelectInput, SwitchInput, TextInput, useApiForm } from '../form.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog, DialogActions } from '../ui/Dialog.tsx';
import { FieldRow } from '../ui/fields.tsx';
import { tell } from '../ui/toast.tsx';
import { useTenant } from './context.ts';

type Typed = {
  number: string;
  name: string;
  ringSeconds: string;
  voicemailEnabled: boolean;
  recordCalls: boolean;
  outboundCallerIdDidId: string | null;
};

const typed = (extension: Extension | null): Typed => ({
  number: extension?.number ?? '',
  name: extension?.name ?? '',
  ringSeconds: String(extension?.ringSeconds ?? 25),
  voicemailEnabled: extension?.voicemailEnabled ?? false,
  recordCalls: extension?.recordCalls ?? false,
  outboundCallerIdDidId: extension?.outboundCallerIdDidId ?? null,
});

const createSchema = z.preprocess(
  (form) => ({ ...(form as Typed), ringSeconds: Number((form as Typed).ringSeconds) }),
  ExtensionCreate,
);
const editSchema = z.preprocess((form) => {
  const { number: _fixed, ...rest } = form as Typed;
  return { ...rest, ringSeconds: Number(rest.ringSeconds) };
}, ExtensionPatch);

type ExtensionModalProps = {
  /** Null: a new one. */
  extension: Extension | null;
  onClose: () => void;
  onShowCredentials?: (extension: Extension) => void;
};

export default function ExtensionModal({ extension, onClose, onShowCredentials }: ExtensionModalProps) {
  const tenant = useTenant();
  const client = useQueryClient();
  const path = `/tenants/${tenant.id}/extensions`;
  const { data: dids } = useQuery({
    queryKey: ['tenants', 'dids', tenant.id, 'all'],
    queryFn: () => api.get<Page<TenantDid>>(`/tenants/${tenant.id}/dids`, { limit: 200 }),
  });
  const form = useApiForm<Typed, unknown>({
    schema: (extension ? editSchema : createSchema) as never,
    values: typed(extension),
    send: async (body, key) => {
      const saved = extension
        ? await api.patch<Extension>(`${path}/${extension.id}`, { body, ifMatch: extension.version })
        : await api.post<Extension>(path, { body, key });
      await client.invalidateQueries({ queryKey: ['tenants'] });
      tell(
        extension ? 'Calls in progress go on.' : 'Its phone can register now.',
        `Extension ${saved.number} is ${extension ? 'saved' : 'ready'}`,
      );
      if (extension) onClose();
      else onShowCredentials?.(saved);
    },
    fieldOfCode: { number_taken: 'number' },
  });
  return (
    <Dialog title={extension ? `Edit extension ${extension.number}` : 'Add extension'} onClose={onClose} keepOpen>
      <Form of={form} label={extension ? 'Edit extension' : 'Add extension'}>
        <FieldRow>
          <TextInput
            name="number"
            label="Extension number"
            inputMode="numeric"
            maxLength={7}
            startHere={!extension}
            description="3 to 7 digits."
            reason={extension ? 'Stays: the phone signs in with it.' : null}
          />
          <TextInput
            name="name"
            label="Name"
            maxLength={100}
            startHere={Boolean(extension)}
            description="A person or a place."
          />
        </FieldRow>
        <FieldRow>
          <TextInput name="ringSeconds" label="Rings for (seconds)" inputMode="numeric" maxLength={3} />
          <SelectInput
            name="outboundCallerIdDidId"
            label="Caller ID on calls out"
            clearable
            placeholder="The tenant’s first number"
            options={(dids?.items ?? []).map((did) => ({ value: did.id, label: displayNumber(did.number) }))}
            emptyText="The tenant has no number yet"
          />
        </FieldRow>
        <SwitchInput name="voicemailEnabled" label="Voicemail" description="Takes messages when nobody answers." />
        <SwitchInput name="recordCalls" label="Record calls" description="Announced to the caller." />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" busy={form.busy}>
            {extension ? 'Save changes' : 'Add extension'}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
