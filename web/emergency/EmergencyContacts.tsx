import { z } from 'zod';
import { type EmergencyContacts as Contacts, EmergencyContactsPut } from '../../src/emergency/contract.ts';
import { getEmergencyContacts, putEmergencyContacts } from '../../src/emergency/endpoints.ts';
import { useEdit } from '../kit/forms/edit.ts';
import { EditForm, SaveButton } from '../kit/forms/EditForm.tsx';
import { TextareaInput } from '../kit/forms/form.tsx';
import type { EditedFields } from '../kit/forms/merge.ts';
import { LoadedCard } from '../kit/pages/LoadedCard.tsx';
import { NoMail } from '../kit/pages/NoMail.tsx';
import { call } from '../kit/session/call.ts';
import { useChange } from '../kit/session/changes.ts';
import { useMailed } from '../kit/session/mailed.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { useTenantId, useTenantReason } from '../kit/session/tenant-context.ts';
import { Row } from '../ui/layout.tsx';
import { toast } from '../ui/toast.tsx';

/** The recipients of mails about emergency calls. */
export function EmergencyContacts() {
  const query = apiQuery(getEmergencyContacts, { params: { tenantId: useTenantId() } });
  return (
    <LoadedCard query={query} title="Emergency contacts" failed="Couldn’t load the contacts">
      {(contacts) => <ContactsForm contacts={contacts} />}
    </LoadedCard>
  );
}

type Typed = { emails: string };
const fields: EditedFields = { emails: { name: 'Email addresses' } };
const formOf = ({ emails }: Pick<Contacts, 'emails'>): Typed => ({ emails: emails.join('\n') });
/** One address per line; commas and semicolons work, too. The field shows the fault of each. */
const FormSchema = z.object({
  emails: z.string().transform((text, issue) => {
    const emails = text.split(/[\s,;]+/).filter(Boolean);
    const { data, error } = EmergencyContactsPut.safeParse({ emails });
    if (data) return data.emails;
    const [fault] = error.issues;
    const at = fault?.path[1];
    const which = typeof at === 'number' ? `${emails[at]}: ` : '';
    issue.addIssue({ code: 'custom', message: `${which}${fault?.message ?? ''}` });
    return z.NEVER;
  }),
});

function ContactsForm({ contacts }: { contacts: Contacts }) {
  const params = { tenantId: useTenantId() };
  const change = useChange();
  const reason = useTenantReason('tenant.write');
  const mailed = useMailed();
  const edit = useEdit({
    item: contacts,
    formOf,
    schema: () => FormSchema,
    fields,
    load: () => call(getEmergencyContacts, { params }),
    save: async (body, base) => {
      const saved = await change(putEmergencyContacts, { params, body, ifMatch: base.version });
      toast.success(
        mailed('They’ll get an email when someone calls 911 or another emergency number.'),
        'Emergency contacts saved',
      );
      return saved;
    },
  });
  return (
    <EditForm of={edit} label="Emergency contacts" what="the emergency contacts">
      <TextareaInput
        name="emails"
        label="Email addresses"
        rows={3}
        description="One per line, up to 10. They get an email when someone calls 911 or another emergency number. Leave blank to email the admins."
        disabledReason={reason}
      />
      <NoMail />
      <Row end>
        <SaveButton of={edit} disabledReason={reason}>
          Save contacts
        </SaveButton>
      </Row>
    </EditForm>
  );
}
