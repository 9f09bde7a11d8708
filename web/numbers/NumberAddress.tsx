import { DidAddressPut, type TenantDid } from '../../src/numbers/contract.ts';
import { getTenantDid, putDidAddress } from '../../src/numbers/endpoints.ts';
import { displayNumber } from '../../src/platform/values/phone.ts';
import { useEdit } from '../kit/forms/edit.ts';
import { formSchema } from '../kit/forms/form-schema.ts';
import { EditDialog } from '../kit/forms/FormDialog.tsx';
import { type AddressForm, addressForm, addressLabel, typedAddress } from '../kit/inputs/places/address-form.ts';
import { AddressFields } from '../kit/inputs/places/AddressFields.tsx';
import { call } from '../kit/session/call.ts';
import { useChange } from '../kit/session/changes.ts';
import { useTenantId } from '../kit/session/tenant-context.ts';
import { toast } from '../ui/toast.tsx';

type Typed = { e911Address: AddressForm };

const schema = formSchema(DidAddressPut, ({ e911Address }: Typed) => ({ e911Address: typedAddress(e911Address) }));
const fields = { e911Address: { name: 'E911 address', sent: typedAddress, words: addressLabel } };

/** Where 911 sends help for calls with one of the tenant's numbers. */
export function NumberAddress({ did, onClose }: { did: TenantDid; onClose: () => void }) {
  const params = { tenantId: useTenantId(), didId: did.id };
  const change = useChange();
  const edit = useEdit({
    item: did,
    formOf: ({ e911Address }) => ({ e911Address: addressForm(e911Address) }),
    schema: () => schema,
    fields,
    load: () => call(getTenantDid, { params }),
    save: async (body, base) => {
      const saved = await change(putDidAddress, { params, body, ifMatch: base.version });
      const where = saved.e911Address ? 'to this address' : 'to the address in Settings';
      toast.success(`911 sends help ${where}.`, `${displayNumber(did.number)} saved`);
      return saved;
    },
    done: onClose,
  });
  return (
    <EditDialog
      title={`E911 address of ${displayNumber(did.number)}`}
      onClose={onClose}
      of={edit}
      label="E911 address"
      what="this number"
      verb="Save address"
    >
      <AddressFields
        name="e911Address"
        hint="Where the phones are that call out with this number. Leave it blank to use the address in Settings."
      />
    </EditDialog>
  );
}
