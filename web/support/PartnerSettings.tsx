import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { displayNumber } from '../../src/platform/values/phone.ts';
import { type SupportContact, SupportContactPut } from '../../src/support/contract.ts';
import { api } from '../kit/api.ts';
import { useEdit } from '../kit/edit.ts';
import { EditForm, SaveButton } from '../kit/EditForm.tsx';
import { TextInput } from '../kit/form.tsx';
import { brandOf, useReason, useSession } from '../kit/session.ts';
import { TeamSecurity } from '../people/Security.tsx';
import { FieldRow } from '../ui/fields.tsx';
import { Card, Row } from '../ui/layout.tsx';
import { NotLoaded } from '../ui/NotLoaded.tsx';
import { Page } from '../ui/Page.tsx';
import { toastSuccess } from '../ui/toast.tsx';

const contactQuery = {
  queryKey: ['support-contact'],
  queryFn: () => api.get<SupportContact>('/support-contact'),
};

/** What a partner sets for itself. */
export function Settings() {
  const session = useSession();
  const { data, error, refetch } = useQuery(contactQuery);
  return (
    <Page title="Settings" brand={brandOf(session)}>
      {error && <NotLoaded title="Couldn’t load the settings" error={error} again={refetch} />}
      {data && (
        <Card form title="Support">
          <SupportForm contact={data} />
        </Card>
      )}
      <TeamSecurity />
    </Page>
  );
}

type Typed = { email: string; phone: string };
const formOf = ({ email, phone }: SupportContact): Typed => ({ email, phone: phone && displayNumber(phone) });

function SupportForm({ contact }: { contact: SupportContact }) {
  const client = useQueryClient();
  const reason = useReason('support.write');
  const edit = useEdit({
    item: contact,
    formOf,
    schema: () => SupportContactPut as unknown as z.ZodType<z.output<typeof SupportContactPut>, Typed>,
    fields: { email: { name: 'Support email' }, phone: { name: 'Support phone' } },
    load: contactQuery.queryFn,
    save: async (body, { version }) => {
      const saved = await api.put<SupportContact>('/support-contact', { body, ifMatch: version });
      client.setQueryData(contactQuery.queryKey, saved);
      toastSuccess('Your tenants’ users see it on their pages.', 'Support contact saved');
      return saved;
    },
  });
  return (
    <EditForm of={edit} label="Support" what="the support contact" reason={reason}>
      <p>Your tenants’ users see this at the foot of their pages, and when their service is suspended.</p>
      <FieldRow>
        <TextInput name="email" label="Support email" type="email" description="Optional" />
        <TextInput name="phone" label="Support phone" type="tel" description="Optional" />
      </FieldRow>
      <Row end>
        <SaveButton of={edit} reason={reason}>
          Save support contact
        </SaveButton>
      </Row>
    </EditForm>
  );
}
