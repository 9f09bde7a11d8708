import { displayNumber } from '../../src/platform/values/phone.ts';
import { type SupportContact, SupportContactPut } from '../../src/support/contract.ts';
import { getSupportContact, putSupportContact } from '../../src/support/endpoints.ts';
import { useEdit } from '../kit/forms/edit.ts';
import { EditForm, SaveButton } from '../kit/forms/EditForm.tsx';
import { TextInput } from '../kit/forms/form.tsx';
import { LoadedCard } from '../kit/pages/LoadedCard.tsx';
import { call } from '../kit/session/call.ts';
import { useChange } from '../kit/session/changes.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { usePermissionReason } from '../kit/session/session.ts';
import { FieldRow } from '../ui/fields.tsx';
import { Row } from '../ui/layout.tsx';
import { toast } from '../ui/toast.tsx';

/** How the partner's tenants reach its support. */
export function SupportSettings() {
  return (
    <LoadedCard query={apiQuery(getSupportContact)} title="Support" failed="Couldn’t load the support contact">
      {(loaded) => <SupportForm contact={loaded} />}
    </LoadedCard>
  );
}

type Typed = { email: string; phone: string };
const formOf = ({ email, phone }: SupportContact): Typed => ({ email, phone: phone && displayNumber(phone) });

function SupportForm({ contact }: { contact: SupportContact }) {
  const change = useChange();
  const reason = usePermissionReason('support.write');
  const edit = useEdit({
    item: contact,
    formOf,
    schema: () => SupportContactPut,
    fields: { email: { name: 'Support email' }, phone: { name: 'Support phone' } },
    load: () => call(getSupportContact),
    save: async (body, { version }) => {
      const saved = await change(putSupportContact, { body, ifMatch: version });
      toast.success('Your tenants’ users see it on their pages.', 'Support contact saved');
      return saved;
    },
  });
  return (
    <EditForm of={edit} label="Support" what="the support contact" disabledReason={reason}>
      <p>Your tenants’ users see this at the foot of their pages, and when their service is suspended.</p>
      <FieldRow>
        <TextInput name="email" label="Support email" type="email" description="Optional" />
        <TextInput name="phone" label="Support phone" type="tel" description="Optional" />
      </FieldRow>
      <Row end>
        <SaveButton of={edit} disabledReason={reason}>
          Save support contact
        </SaveButton>
      </Row>
    </EditForm>
  );
}
