import { IconSettings, IconMessage } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Voicemail as Message } from '../../src/voicemail/contract.ts';
import { deleteVoicemail, editVoicemail, getVoicemail, getVoicemailAudio } from '../../src/voicemail/endpoints.ts';
import { ConfirmDialog } from '../kit/acts/ConfirmDialog.tsx';
import { Download } from '../kit/lists/Download.tsx';
import { useListState } from '../kit/lists/list-state.ts';
import { ListPage } from '../kit/lists/ListPage.tsx';
import { OwnEmpty } from '../kit/lists/OwnEmpty.tsx';
import { addressOf, call } from '../kit/session/call.ts';
import { useApiMutation, useChange } from '../kit/session/changes.ts';
import { useSession } from '../kit/session/session.ts';
import { useAnyTenant, useTenantReason, useTitleEnd } from '../kit/session/tenant-context.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { partyLabel } from '../kit/words/party-label.ts';
import { actionsColumn } from '../ui/actions-column.tsx';
import { AudioPlayer } from '../ui/AudioPlayer.tsx';
import { Badge } from '../ui/Badge.tsx';
import { buttonClass } from '../ui/Button.tsx';
import { Chips } from '../ui/controls.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { Muted, Row } from '../ui/layout.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { Time } from '../ui/Time.tsx';
import { toast } from '../ui/toast.tsx';
import { MailboxFilter } from './MailboxFilter.tsx';
import { MessageText } from './MessageText.tsx';
import { voicemailList } from './queries.ts';
import type { VoicemailSearch } from './voicemail-search.ts';

const route = getRouteApi('/authenticated/tenants/$tenantId/voicemail');

const FILTERS = [
  { value: 'all', label: 'All' },
  { value: 'false', label: 'New' },
  { value: 'true', label: 'Heard' },
] as const;

export function Voicemail() {
  const tenant = useAnyTenant();
  const search = route.useSearch();
  const change = useChange();
  const { setFilters } = useListState<VoicemailSearch>(search);
  const reason = useTenantReason('voicemail.write');
  // an ordinary user has only the mailbox of their extension
  const maySetUp = useSession().permissions.includes('mailboxes.read');
  const [deleting, setDeleting] = useState<Message | null>(null);
  const { mutate: mark } = useApiMutation(editVoicemail, { errorTitle: 'Couldn’t mark the message' });
  const paramsOf = ({ id }: Message) => ({ tenantId: tenant.id, voicemailId: id });
  const setRead = (message: Message, read: boolean) => mark({ params: paramsOf(message), body: { read } });
  const remove = async (message: Message, version: number) => {
    await change(deleteVoicemail, { params: paramsOf(message), ifMatch: version });
    toast.success('It’s no longer in the mailbox.', 'Message deleted');
  };
  return (
    <Page
      title="Voicemail"
      intro="Messages that callers left. Phones listen with *97."
      brand={useTitleEnd()}
      actions={
        maySetUp && (
          <Link to="/tenants/$tenantId/mailboxes" params={{ tenantId: tenant.id }} className={buttonClass()}>
            <IconSettings size={17} aria-hidden /> Mailboxes
          </Link>
        )
      }
    >
      <ListPage
        {...voicemailList(tenant.id, search)}
        label="Messages"
        noun={NOUNS.message}
        columns={columnsOf({ reason, onRead: setRead, onDelete: setDeleting, paramsOf })}
        defaultSort="-receivedAt"
        searchHint="Search by number or name"
        toolbar={
          <>
            <Chips
              label="Messages to show"
              value={search.read ?? 'all'}
              options={FILTERS}
              onChange={(read) => setFilters({ read: read === 'all' ? undefined : read })}
            />
            {maySetUp && (
              <MailboxFilter chosen={search.mailboxId} onChange={(mailboxId) => setFilters({ mailboxId })} />
            )}
          </>
        }
        refetchInterval={15_000}
        empty={
          <OwnEmpty>
            <Empty icon={<IconMessage size={22} />} title="No messages">
              Turn on voicemail for an extension, and callers can leave a message when nobody answers.
            </Empty>
          </OwnEmpty>
        }
      />
      {deleting && (
        <ConfirmDialog
          title="Delete this message?"
          verb="Delete message"
          version={deleting.version}
          act={(version) => remove(deleting, version)}
          onClose={() => setDeleting(null)}
        >
          <p>
            The message from {senderOf(deleting)} in mailbox {deleting.mailbox.number} is deleted for good.
          </p>
        </ConfirmDialog>
      )}
    </Page>
  );
}

/** The caller of a message, by name or number. */
const senderOf = ({ fromName, from }: Message): string => fromName || partyLabel(from);

type Acts = {
  reason: string | null;
  onRead: (message: Message, read: boolean) => void;
  onDelete: (message: Message) => void;
  paramsOf: (message: Message) => { tenantId: string; voicemailId: string };
};

function columnsOf({ reason, onRead, onDelete, paramsOf }: Acts): Column<Message>[] {
  const audioOf = (message: Message) => addressOf(getVoicemailAudio, { params: paramsOf(message) });
  return [
    { id: 'receivedAt', header: 'Time', sortable: true, cell: (message) => <Time at={message.receivedAt} withClock /> },
    {
      id: 'from',
      header: 'From',
      cell: (message) => (
        <Row tight>
          {message.read ? senderOf(message) : <strong>{senderOf(message)}</strong>}
          {message.fromName && <Muted>{partyLabel(message.from)}</Muted>}
          {!message.read && <Badge tone="blue">New</Badge>}
          {message.saved && <Badge tone="grey">Saved</Badge>}
        </Row>
      ),
    },
    {
      id: 'mailbox',
      header: 'Mailbox',
      wideOnly: true,
      cell: ({ mailbox }) => `${mailbox.number} ${mailbox.name}`,
    },
    {
      id: 'player',
      header: 'Message',
      cell: (message) => (
        <>
          <AudioPlayer
            src={audioOf(message)}
            of={`message from ${senderOf(message)}`}
            seconds={message.seconds}
            onPlayed={() => !message.read && reason === null && onRead(message, true)}
          />
          <MessageText message={message} disabledReason={reason} />
        </>
      ),
    },
    actionsColumn((message) => [
      <Download
        key="download"
        small
        kind="quiet"
        href={audioOf(message)}
        file={`voicemail-${message.mailbox.number}.wav`}
        check={async () => void (await call(getVoicemail, { params: paramsOf(message) }))}
        aria-label={`Download message from ${senderOf(message)}`}
      >
        Download
      </Download>,
      {
        label: message.read ? 'Mark as new' : 'Mark as heard',
        name: `${message.read ? 'Mark as new' : 'Mark as heard'}: message from ${senderOf(message)}`,
        disabledReason: reason,
        onClick: () => onRead(message, !message.read),
      },
      {
        label: 'Delete',
        name: `Delete message from ${senderOf(message)}`,
        disabledReason: reason,
        onClick: () => onDelete(message),
      },
    ]),
  ];
}
