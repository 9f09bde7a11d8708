import { IconPlus, IconWebhook } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Webhook } from '../../src/webhooks/contract.ts';
import { useDialogAddress } from '../kit/forms/dialog-address.ts';
import { ListPage } from '../kit/lists/ListPage.tsx';
import { brandOf, usePermissionReason, useSession } from '../kit/session/session.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { TestBadge } from '../kit/words/SandboxBadge.tsx';
import { tenantsText } from '../kit/words/tenants-text.ts';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { Muted } from '../ui/layout.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { plural } from '../ui/plural.ts';
import { Time } from '../ui/Time.tsx';
import { WEBHOOK_STATE } from './labels.ts';
import { webhooksList } from './queries.ts';
import { CreateWebhook } from './WebhookDialogs.tsx';

const route = getRouteApi('/authenticated/developers/webhooks');
const REFRESH_MS = 10_000;

export function Webhooks() {
  const address = useDialogAddress(['create-webhook']);
  const create = (
    <Button
      kind="primary"
      icon={<IconPlus size={17} aria-hidden />}
      disabledReason={usePermissionReason('webhooks.write')}
      onClick={() => address.open('create-webhook')}
    >
      New webhook
    </Button>
  );
  return (
    <Page
      title="Webhooks"
      intro="Send events to your servers as they happen."
      brand={brandOf(useSession())}
      actions={create}
    >
      <ListPage
        {...webhooksList(route.useSearch())}
        label="Webhooks"
        noun={NOUNS.webhook}
        columns={COLUMNS}
        defaultSort="name"
        refetchInterval={REFRESH_MS}
        empty={
          <Empty icon={<IconWebhook size={22} />} title="No webhooks yet" action={create}>
            A webhook sends events, such as the end of a call, to your server as they happen.
          </Empty>
        }
      />
      {address.dialog === 'create-webhook' && <CreateWebhook onClose={address.close} />}
    </Page>
  );
}

const COLUMNS: readonly Column<Webhook>[] = [
  {
    id: 'name',
    header: 'Name',
    sortable: true,
    cell: ({ id, name, mode }) => (
      <>
        <Link to="/developers/webhooks/$webhookId" params={{ webhookId: id }}>
          {name}
        </Link>{' '}
        <TestBadge mode={mode} />
      </>
    ),
  },
  { id: 'url', header: 'Sent to', cell: ({ url }) => new URL(url).host },
  {
    id: 'events',
    header: 'Of',
    cell: (webhook) => `${plural(webhook.types.length, NOUNS.event)}, ${tenantsText(webhook)}`,
  },
  {
    id: 'state',
    header: 'State',
    cell: ({ state }) => <Badge tone={WEBHOOK_STATE[state].tone}>{WEBHOOK_STATE[state].text}</Badge>,
  },
  {
    id: 'success',
    header: 'Last delivery',
    cell: ({ lastSuccessAt }) => (lastSuccessAt ? <Time at={lastSuccessAt} withClock /> : <Muted>None yet</Muted>),
  },
];
