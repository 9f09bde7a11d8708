import { IconMail } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { z } from 'zod';
import type { Mail } from '../../src/partners/contract.ts';
import { listMails } from '../../src/partners/endpoints.ts';
import { ListPage } from '../kit/lists/ListPage.tsx';
import { apiList } from '../kit/session/queries.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { plural } from '../ui/plural.ts';
import { Time } from '../ui/Time.tsx';
import styles from './mail.module.css';

const route = getRouteApi('/authenticated/operator/mail');
type Letter = z.infer<typeof Mail>;

/** All mail: sent, waiting, stored because there is no mail server, or abandoned. */
export function MailPage() {
  const [open, setOpen] = useState<Letter | null>(null);
  const columns = useMemo(() => columnsOf(setOpen), []);
  return (
    <Page title="Mail" intro="Email that was sent or is waiting. Without a mail server, it’s only stored here.">
      <ListPage
        {...apiList(listMails, { search: route.useSearch() })}
        label="Mail"
        noun={NOUNS.email}
        columns={columns}
        defaultSort="-createdAt"
        searchHint="Search by recipient or subject"
        refetchInterval={10_000}
        empty={<Empty icon={<IconMail size={22} />} title="No mail yet" />}
      />
      {open && (
        <Dialog title={open.subject} intro={`To ${open.recipient}`} onClose={() => setOpen(null)} size="large">
          {open.lastError !== null && (
            <Notice tone={open.state === 'given_up' ? 'error' : 'warning'} title={tries(open)}>
              {open.lastError}
            </Notice>
          )}
          <pre className={styles.body}>{open.body}</pre>
        </Dialog>
      )}
    </Page>
  );
}

const columnsOf = (onOpen: (mail: Letter) => void): Column<Letter>[] => [
  { id: 'createdAt', header: 'Created', sortable: true, cell: (mail) => <Time at={mail.createdAt} withClock /> },
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
    cell: (mail) => <Badge tone={STATES[mail.state].tone}>{STATES[mail.state].words(mail)}</Badge>,
  },
];

const tries = ({ attempts }: Letter): string => plural(attempts, { one: 'Tried once', other: 'Tried # times' });

const STATES: Record<Letter['state'], { tone: 'green' | 'blue' | 'amber' | 'red'; words: (mail: Letter) => string }> = {
  sent: { tone: 'green', words: () => 'Sent' },
  waiting: { tone: 'amber', words: (mail) => (mail.lastError === null ? 'Waiting' : `${tries(mail)}, trying again`) },
  kept: { tone: 'blue', words: () => 'Not sent: no mail server' },
  given_up: { tone: 'red', words: () => 'Failed' },
};
