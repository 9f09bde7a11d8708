import { IconBuilding, IconPlus } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { z } from 'zod';
import { type Partner, PartnerCreate } from '../../src/partners/contract.ts';
import { createPartner, listPartners } from '../../src/partners/endpoints.ts';
import { LinkHandover } from '../kit/acts/LinkHandover.tsx';
import { useDialogAddress } from '../kit/forms/dialog-address.ts';
import { Form, TextInput, useApiForm } from '../kit/forms/form.tsx';
import { ListPage } from '../kit/lists/ListPage.tsx';
import { useChange } from '../kit/session/changes.ts';
import { linkMailed, useMailed } from '../kit/session/mailed.ts';
import { apiList } from '../kit/session/queries.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { Button } from '../ui/Button.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { CancelButton, Dialog, DialogActions } from '../ui/Dialog.tsx';
import { Fieldset } from '../ui/fields.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { Time } from '../ui/Time.tsx';
import { toast } from '../ui/toast.tsx';

const route = getRouteApi('/authenticated/operator/partners');

const COLUMNS: Column<Partner>[] = [
  {
    id: 'name',
    header: 'Name',
    sortable: true,
    cell: (partner) => (
      <Link to="/operator/partners/$partnerId" params={{ partnerId: partner.id }}>
        {partner.name}
      </Link>
    ),
  },
  { id: 'tenants', header: 'Tenants', end: true, cell: (partner) => partner.tenants.toLocaleString() },
  { id: 'createdAt', header: 'Created', sortable: true, cell: (partner) => <Time at={partner.createdAt} /> },
];

/** The operator's home page. `notice`: shown above the list. */
export function Partners({ notice }: { notice: ReactNode }) {
  const { dialog, open, close } = useDialogAddress(['create-partner']);
  const create = (
    <Button kind="primary" icon={<IconPlus size={17} aria-hidden />} onClick={() => open('create-partner')}>
      New partner
    </Button>
  );
  return (
    <Page title="Partners" actions={create}>
      {notice}
      <ListPage
        {...apiList(listPartners, { search: route.useSearch() })}
        label="Partners"
        noun={NOUNS.partner}
        columns={COLUMNS}
        defaultSort="name"
        searchHint="Search by name"
        empty={
          <Empty icon={<IconBuilding size={22} />} title="No partners yet" action={create}>
            A partner sells phone service to its tenants, under its own name.
          </Empty>
        }
      />
      {dialog && <CreatePartner onClose={close} />}
    </Page>
  );
}

function CreatePartner({ onClose }: { onClose: () => void }) {
  const change = useChange();
  const mailed = useMailed();
  const [unsent, setUnsent] = useState<{ email: string; link: string } | null>(null);
  const form = useApiForm<z.input<typeof PartnerCreate>, z.output<typeof PartnerCreate>>({
    schema: PartnerCreate,
    values: { name: '', admin: { email: '', name: '' } },
    send: async (body, key) => {
      const { invitationLink } = await change(createPartner, { body, key });
      if (invitationLink !== null) return setUnsent({ email: body.admin.email, link: invitationLink });
      toast.success(linkMailed(body.admin.email), `${body.name} created`);
      onClose();
    },
    fieldOfCode: { email_taken: 'admin.email' },
  });
  if (unsent) return <LinkHandover {...unsent} isNew onDone={onClose} />;
  return (
    <Dialog title="New partner" onClose={onClose} keepOpen>
      <Form of={form} label="New partner">
        <TextInput
          name="name"
          label="Partner’s name"
          maxLength={100}
          autoFocus
          description="Its team and its tenants’ users see this name."
        />
        <Fieldset
          legend="First admin"
          hint={mailed(
            'Gets an email invitation and can invite others.',
            'You get a link to pass on. They can invite others.',
          )}
        >
          <TextInput name="admin.email" label="Email" type="email" />
          <TextInput name="admin.name" label="Name" maxLength={100} />
        </Fieldset>
        <DialogActions>
          <CancelButton />
          <Button type="submit" kind="primary" busy={form.busy}>
            Create and invite
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
