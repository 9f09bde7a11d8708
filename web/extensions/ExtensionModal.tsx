import { useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { type Extension, ExtensionCreate, ExtensionPatch } from '../../src/extensions/contract.ts';
import type { TenantDid } from '../../src/numbers/contract.ts';
import { homeOf } from '../../src/platform/numbers/e164.ts';
import { isReservedNumber } from '../../src/platform/numbers/reserved.ts';
import { displayNumber } from '../../src/platform/values/phone.ts';
import { api, type Page } from '../kit/api.ts';
import type { EditedFields } from '../kit/merge.ts';
import { useEdit } from '../kit/edit.ts';
import { EditForm, SaveButton } from '../kit/EditForm.tsx';
import { SelectInput, SwitchInput, TextInput } from '../kit/form.tsx';
import { CancelButton, Dialog, DialogActions } from '../ui/Dialog.tsx';
import { FieldRow } from '../ui/fields.tsx';
import type { SelectOption } from '../ui/SelectField.tsx';
import { toast } from '../ui/toast.tsx';
import { useTenant } from '../kit/tenant-context.ts';

type Typed = {
  number: string;
  name: string;
  ringSeconds: string;
  outboundCallerIdDidId: string | null;
  encryptedOnly: boolean;
};

const typed = (extension: Extension | null): Typed => ({
  number: extension?.number ?? '',
  name: extension?.name ?? '',
  ringSeconds: String(extension?.ringSeconds ?? 25),
  outboundCallerIdDidId: extension?.outboundCallerIdDidId ?? null,
  encryptedOnly: extension?.encryptedOnly ?? false,
});

const createSchema = (country: string) =>
  z.preprocess(
    (form) => ({ ...(form as Typed), ringSeconds: Number((form as Typed).ringSeconds) }),
    ExtensionCreate.refine(({ number }) => !isReservedNumber(number, country), {
      path: ['number'],
      message: 'Reserved for emergency and other services. Choose another.',
    }),
  );
const editSchema = z.preprocess((form) => {
  const { number: _fixed, ...rest } = form as Typed;
  return { ...rest, ringSeconds: Number(rest.ringSeconds) };
}, ExtensionPatch);

const fieldsOf = (callerIds: readonly SelectOption[]): EditedFields => ({
  name: { name: 'Name' },
  ringSeconds: { name: 'Ring time (seconds)' },
  encryptedOnly: { name: 'Encrypted only' },
  outboundCallerIdDidId: {
    name: 'Outbound caller ID',
    words: (id: string) => callerIds.find(({ value }) => value === id)?.label ?? 'a number that was removed',
  },
});

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
  const callerIds = (dids?.items ?? []).map((did) => ({ value: did.id, label: displayNumber(did.number) }));
  const edit = useEdit<Extension, Extension | null, Typed, unknown>({
    item: extension,
    formOf: typed,
    schema: () => (extension ? editSchema : createSchema(homeOf(tenant.e911Address?.country, null).country)) as never,
    fields: fieldsOf(callerIds),
    load: () => api.get<Extension>(`${path}/${extension?.id}`),
    save: async (body, base, key) => {
      const saved = base
        ? await api.patch<Extension>(`${path}/${base.id}`, { body, ifMatch: base.version })
        : await api.post<Extension>(path, { body, key });
      await client.invalidateQueries({ queryKey: ['tenants'] });
      toast.success(
        extension ? 'Calls in progress aren’t affected.' : 'Next, set up its phone.',
        `Extension ${saved.number} ${extension ? 'saved' : 'added'}`,
      );
      return saved;
    },
    done: (saved) => (extension ? onClose() : onShowCredentials?.(saved)),
    fieldOfCode: { number_taken: 'number', reserved_number: 'number' },
  });
  return (
    <Dialog title={extension ? `Edit extension ${extension.number}` : 'Add extension'} onClose={onClose} keepOpen>
      <EditForm of={edit} label={extension ? 'Edit extension' : 'Add extension'} what="this extension">
        <FieldRow>
          <TextInput
            name="number"
            label="Extension number"
            inputMode="numeric"
            maxLength={7}
            autoFocus={!extension}
            description="3 to 7 digits."
            disabledReason={extension ? 'Can’t be changed. The phone signs in with it.' : null}
          />
          <TextInput
            name="name"
            label="Name"
            maxLength={100}
            autoFocus={Boolean(extension)}
            description="A person or a place."
          />
        </FieldRow>
        <FieldRow>
          <TextInput name="ringSeconds" label="Ring time (seconds)" inputMode="numeric" maxLength={3} />
          <SelectInput
            name="outboundCallerIdDidId"
            label="Outbound caller ID"
            clearable
            placeholder="The tenant’s first number"
            options={callerIds}
            emptyText="No numbers yet"
          />
        </FieldRow>
        <SwitchInput
          name="encryptedOnly"
          label="Encrypted only"
          description="Its phone must register over TLS and use SRTP. Emergency calls always go through."
        />
        <DialogActions>
          <CancelButton />
          <SaveButton of={edit}>{extension ? 'Save changes' : 'Add extension'}</SaveButton>
        </DialogActions>
      </EditForm>
    </Dialog>
  );
}
