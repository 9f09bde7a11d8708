import { IconSend } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { Webhook, WebhookDelivery } from '../../src/webhooks/contract.ts';
import { DELIVERY_STATES } from '../../src/webhooks/deliveries/states-contract.ts';
import { useListState } from '../kit/lists/list-state.ts';
import { ListPage } from '../kit/lists/ListPage.tsx';
import { NOUNS } from '../kit/words/nouns.ts';
import { actionsColumn } from '../ui/actions-column.tsx';
import { Badge } from '../ui/Badge.tsx';
import { Chips } from '../ui/controls.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { Muted } from '../ui/layout.tsx';
import { Empty } from '../ui/Page.tsx';
import { Time } from '../ui/Time.tsx';
import { DeliveryDialog } from './DeliveryDialog.tsx';
import { DELIVERY_STATE, eventName, outcomeText } from './labels.ts';
import { deliveriesList } from './queries.ts';
import type { DeliveriesSearch } from './search.ts';

const route = getRouteApi('/authenticated/developers/webhooks/$webhookId');
const REFRESH_MS = 5000;
const MAX_COUNTED = 1000;

const FILTERS = [
  { value: 'all' as const, label: 'All' },
  ...DELIVERY_STATES.map((state) => ({ value: state, label: DELIVERY_STATE[state].text })),
];

/** The sent and waiting messages of a webhook. */
export function Deliveries({ webhook, disabledReason }: { webhook: Webhook; disabledReason: string | null }) {
  const search = route.useSearch();
  const { setFilters } = useListState<DeliveriesSearch>(search);
  const [open, setOpen] = useState<WebhookDelivery | null>(null);
  return (
    <>
      <ListPage
        {...deliveriesList(webhook.id, search)}
        label="Deliveries"
        noun={NOUNS.delivery}
        columns={columnsFor(setOpen)}
        maxCounted={MAX_COUNTED}
        refetchInterval={REFRESH_MS}
        toolbar={
          <Chips
            label="State"
            value={search.state ?? 'all'}
            options={FILTERS}
            onChange={(state) => setFilters({ state: state === 'all' ? undefined : state })}
          />
        }
        empty={
          <Empty icon={<IconSend size={22} />} title="Nothing sent yet">
            Events are listed here as they happen. Send a test to see whether your server accepts them.
          </Empty>
        }
      />
      {open && (
        <DeliveryDialog
          webhook={webhook}
          delivery={open}
          disabledReason={disabledReason}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}

const columnsFor = (open: (delivery: WebhookDelivery) => void): Column<WebhookDelivery>[] => [
  {
    id: 'event',
    header: 'Event',
    cell: ({ type, replayed }) => (
      <>
        {eventName(type)} {replayed && <Muted>sent again</Muted>}
      </>
    ),
  },
  { id: 'tenant', header: 'Tenant', cell: ({ tenantName }) => tenantName ?? <Muted>None</Muted> },
  { id: 'queued', header: 'Since', cell: ({ queuedAt }) => <Time at={queuedAt} withSeconds /> },
  {
    id: 'state',
    header: 'State',
    cell: ({ state }) => <Badge tone={DELIVERY_STATE[state].tone}>{DELIVERY_STATE[state].text}</Badge>,
  },
  { id: 'result', header: 'Last result', cell: outcomeText },
  { id: 'attempts', header: 'Attempts', end: true, cell: ({ attempts }) => attempts },
  actionsColumn((delivery) => [
    {
      label: 'Details',
      name: `Details of ${eventName(delivery.type)} ${delivery.queuedAt}`,
      onClick: () => open(delivery),
    },
  ]),
];
