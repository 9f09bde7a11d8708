import { IconAddressBook, IconPlus, IconUpload } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { Contact } from '../../src/address-book/contract.ts';
import { deleteContact, exportContacts, getContact } from '../../src/address-book/endpoints.ts';
import { displayNumber } from '../../src/platform/values/phone.ts';
import { ConfirmDialog } from '../kit/acts/ConfirmDialog.tsx';
import { useDialogAddress } from '../kit/forms/dialog-address.ts';
import { Download } from '../kit/lists/Download.tsx';
import { ListPage } from '../kit/lists/ListPage.tsx';
import { LoadedDialog } from '../kit/pages/LoadedDialog.tsx';
import { addressOf } from '../kit/session/call.ts';
import { useChange } from '../kit/session/changes.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { useMay } from '../kit/session/session.ts';
import { useAnyTenant, useTenantReason, useTitleEnd } from '../kit/session/tenant-context.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { actionsColumn } from '../ui/actions-column.tsx';
import { Button } from '../ui/Button.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { Muted } from '../ui/layout.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { Waiting } from '../ui/Progress.tsx';
import { toast } from '../ui/toast.tsx';
import { DirectoryCard } from './DirectoryCard.tsx';
import { KIND_LABELS } from './kinds.ts';
import { contactsList } from './queries.ts';
import styles from './contacts.module.css';

const CreateContact = lazy(async () => ({ default: (await import('./ContactDialogs.tsx')).CreateContact }));
const EditContact = lazy(async () => ({ default: (await import('./ContactDialogs.tsx')).EditContact }));
const ImportContacts = lazy(() => import('./ImportContacts.tsx'));
const route = getRouteApi('/authenticated/tenants/$tenantId/contacts');

export function Contacts() {
  const tenant = useAnyTenant();
  const change = useChange();
  const address = useDialogAddress(['create-contact', 'edit-contact', 'import-contacts']);
  const [deleting, setDeleting] = useState<Contact | null>(null);
  const reason = useTenantReason('contacts.write');
  const mayExport = useMay('contacts.export');
  const managesPhones = useMay('extensions.read');
  const create = (
    <Button
      kind="primary"
      icon={<IconPlus size={17} aria-hidden />}
      disabledReason={reason}
      onClick={() => address.open('create-contact')}
    >
      New contact
    </Button>
  );
  const upload = (
    <Button
      icon={<IconUpload size={16} aria-hidden />}
      disabledReason={reason}
      onClick={() => address.open('import-contacts')}
    >
      Import
    </Button>
  );
  const remove = async ({ id, name }: Contact, version: number) => {
    await change(deleteContact, { params: { tenantId: tenant.id, contactId: id }, ifMatch: version });
    toast.success('Phones show only the number from now on.', `${name} deleted`);
  };
  const actions = (
    <>
      {upload}
      {mayExport && (
        <Download href={addressOf(exportContacts, { params: { tenantId: tenant.id } })} file="contacts.csv">
          Export CSV
        </Download>
      )}
      {create}
    </>
  );
  return (
    <Page
      title="Contacts"
      intro="People and companies outside. Phones show their name when they call."
      brand={useTitleEnd()}
      actions={actions}
    >
      <ListPage
        {...contactsList(tenant.id, route.useSearch())}
        label="Contacts"
        noun={NOUNS.contact}
        columns={columnsOf(reason, (contact) => address.open('edit-contact', contact.id), setDeleting)}
        defaultSort="name"
        searchHint="Search by name, company or number"
        empty={
          <Empty icon={<IconAddressBook size={22} />} title="No contacts yet" action={create}>
            Add the people who call you, or import a file from your email program or an old phone system.
          </Empty>
        }
      />
      {managesPhones && <DirectoryCard />}
      <Suspense fallback={<Waiting />}>
        {address.dialog === 'create-contact' && <CreateContact onClose={address.close} />}
        {address.dialog === 'import-contacts' && <ImportContacts onClose={address.close} />}
        {address.dialog === 'edit-contact' && (
          <LoadedDialog
            query={apiQuery(getContact, { params: { tenantId: tenant.id, contactId: address.id } })}
            onClose={address.close}
          >
            {(contact) => <EditContact contact={contact} onClose={address.close} />}
          </LoadedDialog>
        )}
      </Suspense>
      {deleting && (
        <ConfirmDialog
          title={`Delete ${deleting.name}?`}
          verb="Delete contact"
          version={deleting.version}
          act={(version) => remove(deleting, version)}
          onClose={() => setDeleting(null)}
        >
          <p>Calls from this contact will show only the number.</p>
        </ConfirmDialog>
      )}
    </Page>
  );
}

function columnsOf(
  disabledReason: string | null,
  onEdit: (contact: Contact) => void,
  onDelete: (contact: Contact) => void,
): Column<Contact>[] {
  return [
    { id: 'name', header: 'Name', sortable: true, cell: ({ name }) => <strong>{name}</strong> },
    { id: 'company', header: 'Company', sortable: true, cell: ({ company }) => company },
    { id: 'numbers', header: 'Numbers', cell: ({ numbers }) => <Numbers of={numbers} /> },
    { id: 'note', header: 'Note', wideOnly: true, cell: ({ note }) => <span className={styles.note}>{note}</span> },
    actionsColumn((contact) => [
      { label: 'Edit', name: `Edit ${contact.name}`, disabledReason, onClick: () => onEdit(contact) },
      { label: 'Delete', name: `Delete ${contact.name}`, disabledReason, onClick: () => onDelete(contact) },
    ]),
  ];
}

function Numbers({ of }: { of: Contact['numbers'] }) {
  return (
    <ul className={styles.numbers}>
      {of.map(({ kind, number }) => (
        <li key={number}>
          {displayNumber(number)} <Muted>{KIND_LABELS[kind].toLowerCase()}</Muted>
        </li>
      ))}
    </ul>
  );
}
