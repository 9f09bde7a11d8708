import { getRouteApi } from '@tanstack/react-router';
import { IconMail } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { z } from 'zod';
import type { Mail } from '../../src/partners/contract.ts';
import { ListPage } from '../ListPage.tsx';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { Time } from '../ui/Time.tsx';
import styles from './mail.module.css';

const route = getRouteApi('/inside/operator/mail');
type Letter = z.infer<typeof Mail>;

/** All mail there was, sent or kept here because no mail server is set. */
export function MailPage() {
  const [open, setOpen] = useState<Letter | null>(null);
  const columns = useMemo(() => columnsOf(setOpen), []);
  return (
    <Page title="Mail" intro="What went out, and what waits. Without a mail server it is only kept here.">
      <ListPage
        path="/operator/mails"
        cacheKey={['operator', 'mails']}
        search={route.useSearch()}
        label="Mail"
        noun="mail"
        columns={columns}
        defaultSort="-createdAt"
        searchHint="Recipient or subject"
        refetchInterval={10_000}
        empty={<Empty icon={<IconMail size={22} />} title="No mail yet" />}
      />
      {open && (
        <Dialog title={open.subject} intro={`To ${open.recipient}`} onClose={() => setOpen(null)} size="large">
          <pre className={styles.body}>{open.body}</pre>
        </Dialog>
      )}
    </Page>
  );
}

const columnsOf = (onOpen: (mail: Letter) => void): Column<Letter>[] => [
  { id: 'createdAt', header: 'Written', sortable: true, cell: (mail) => <Time at={mail.createdAt} withClock /> },
  { id: 'recipient', header: 'To', cell: (mail) => mail.recipient },
  {
    id: 'subject',
    header: 'Subject',
    cell: (mail) => (
      <Button small kind="quiet" onClick={() => onOpen(mail)}>
        {mail.subject}
      </Button>
    ),
  },
  {
    id: 'sentAt',
    header: 'State',
    cell: (mail) => {
      if (mail.sentAt) return <Badge tone="green">Sent</Badge>;
      return mail.lastError ? (
        <Badge tone="red">{`Tried ${mail.attempts} times`}</Badge>
      ) : (
        <Badge tone="blue">Kept</Badge>
      );
    },
  },
];
