import { IconMailbox, IconMessage, IconPlus } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { Mailbox } from '../../src/voicemail/contract.ts';
import { deleteMailbox, getMailbox } from '../../src/voicemail/endpoints.ts';
import { ConfirmDialog } from '../kit/acts/ConfirmDialog.tsx';
import { DeletionUses } from '../kit/acts/DeletionUses.tsx';
import { useDialogAddress } from '../kit/forms/dialog-address.ts';
import { ListPage } from '../kit/lists/ListPage.tsx';
import { LoadedDialog } from '../kit/pages/LoadedDialog.tsx';
import { useChange } from '../kit/session/changes.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { useTenant, useTenantId, useTenantReason, useTitleEnd } from '../kit/session/tenant-context.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { actionsColumn } from '../ui/actions-column.tsx';
import { Badge } from '../ui/Badge.tsx';
import { Button, buttonClass } from '../ui/Button.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { Muted, Row } from '../ui/layout.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { plural } from '../ui/plural.ts';
import { Waiting } from '../ui/Progress.tsx';
import { toast } from '../ui/toast.tsx';
import { mailboxesList } from './queries.ts';

const CreateMailbox = lazy(async () => ({ default: (await import('./MailboxDialogs.tsx')).CreateMailbox }));
const EditMailbox = lazy(async () => ({ default: (await import('./MailboxDialogs.tsx')).EditMailbox }));
const route = getRouteApi('/authenticated/tenants/$tenantId/mailboxes');

/** Mailboxes of extensions, and shared ones. */
export function Mailboxes() {
  const tenant = useTenant();
  const change = useChange();
  const address = useDialogAddress(['create-mailbox', 'edit-mailbox']);
  const [deleting, setDeleting] = useState<Mailbox | null>(null);
  const reason = useTenantReason('mailboxes.write');
  const create = (
    <Button
      kind="primary"
      icon={<IconPlus size={17} aria-hidden />}
      disabledReason={reason}
      onClick={() => address.open('create-mailbox')}
    >
      New shared mailbox
    </Button>
  );
  const remove = async (mailbox: Mailbox, version: number) => {
    await change(deleteMailbox, { params: { tenantId: tenant.id, mailboxId: mailbox.id }, ifMatch: version });
    toast.success('Its number can be used again.', `${mailbox.name} deleted`);
  };
  return (
    <Page
      title="Mailboxes"
      intro="One for each extension with voicemail, and shared ones for teams."
      brand={useTitleEnd()}
      actions={
        <Row>
          <Link to="/tenants/$tenantId/voicemail" params={{ tenantId: tenant.id }} className={buttonClass()}>
            <IconMessage size={17} aria-hidden /> Messages
          </Link>
          {create}
        </Row>
      }
    >
      <ListPage
        {...mailboxesList(tenant.id, route.useSearch())}
        label="Mailboxes"
        noun={NOUNS.mailbox}
        columns={columnsOf(reason, (mailbox) => address.open('edit-mailbox', mailbox.id), setDeleting)}
        defaultSort="number"
        searchHint="Search by number or name"
        empty={
          <Empty icon={<IconMailbox size={22} />} title="No mailboxes yet" action={create}>
            Turn on voicemail for an extension to give it a mailbox, or add one for a team to share.
          </Empty>
        }
      />
      <Suspense fallback={<Waiting />}>
        {address.dialog === 'create-mailbox' && <CreateMailbox onClose={address.close} />}
        {address.dialog === 'edit-mailbox' && (
          <LoadedDialog
            query={apiQuery(getMailbox, { params: { tenantId: tenant.id, mailboxId: address.id } })}
            onClose={address.close}
          >
            {(mailbox) => <EditMailbox mailbox={mailbox} onClose={address.close} />}
          </LoadedDialog>
        )}
      </Suspense>
      {deleting && (
        <ConfirmDialog
          title={`Delete ${deleting.name}?`}
          verb="Delete mailbox"
          version={deleting.version}
          act={(version) => remove(deleting, version)}
          onClose={() => setDeleting(null)}
        >
          <p>
            Mailbox {deleting.number} is deleted with {plural(deleting.messages, NOUNS.message)}.
          </p>
          <DeletionUses of={{ kind: 'mailbox', id: deleting.id }} />
        </ConfirmDialog>
      )}
    </Page>
  );
}

const OF_EXTENSION = 'It belongs to an extension. Turn voicemail off there.';

function columnsOf(
  reason: string | null,
  onEdit: (mailbox: Mailbox) => void,
  onDelete: (mailbox: Mailbox) => void,
): Column<Mailbox>[] {
  return [
    { id: 'number', header: 'Number', sortable: true, cell: (mailbox) => <strong>{mailbox.number}</strong> },
    { id: 'name', header: 'Name', sortable: true, cell: (mailbox) => mailbox.name },
    {
      id: 'kind',
      header: 'Kind',
      cell: ({ extensionId, takesMessages }) =>
        takesMessages ? extensionId === null ? 'Shared' : 'Extension' : <Badge tone="grey">Off</Badge>,
    },
    { id: 'messages', header: 'Messages', cell: (mailbox) => <MessageCount of={mailbox} /> },
    {
      id: 'emails',
      header: 'Email',
      wideOnly: true,
      cell: ({ emails }) => (emails.length > 0 ? emails.join(', ') : <Muted>–</Muted>),
    },
    actionsColumn((mailbox) => [
      {
        label: 'Settings',
        name: `Settings of mailbox ${mailbox.number}`,
        disabledReason: reason,
        onClick: () => onEdit(mailbox),
      },
      {
        label: 'Delete',
        name: `Delete mailbox ${mailbox.number}`,
        disabledReason: reason ?? (mailbox.extensionId === null ? null : OF_EXTENSION),
        onClick: () => onDelete(mailbox),
      },
    ]),
  ];
}

function MessageCount({ of: { id, messages, unread } }: { of: Mailbox }) {
  const tenantId = useTenantId();
  if (messages === 0) return <Muted>None</Muted>;
  return (
    <Link to="/tenants/$tenantId/voicemail" params={{ tenantId }} search={{ mailboxId: id }}>
      {unread > 0 ? `${unread} new of ${messages}` : plural(messages, NOUNS.message)}
    </Link>
  );
}
