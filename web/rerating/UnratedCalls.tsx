import { IconCircleCheck, IconRefresh } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { displayNumber } from '../../src/platform/values/phone.ts';
import type { UnratedCall } from '../../src/rerating/contract.ts';
import { useDialogAddress } from '../kit/forms/dialog-address.ts';
import { ListPage } from '../kit/lists/ListPage.tsx';
import { brandOf, usePermissionReason, useSession } from '../kit/session/session.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { Button } from '../ui/Button.tsx';
import { lengthOf } from '../ui/clock-length.ts';
import type { Column } from '../ui/DataTable.tsx';
import { Muted } from '../ui/layout.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { Time } from '../ui/Time.tsx';
import { unratedList } from './queries.ts';
import { RateAgain } from './RateAgain.tsx';

const route = getRouteApi('/authenticated/unrated-calls');

const REASONS: Record<NonNullable<UnratedCall['reason']>, string> = {
  no_inbound_rate: 'No rate for this number',
  unreadable_pin: 'Its stored rate can’t be read',
  not_rated: 'It ended while it couldn’t be priced',
};

const COLUMNS: Column<UnratedCall>[] = [
  { id: 'endedAt', header: 'Ended', sortable: true, cell: ({ endedAt }) => <Time at={endedAt} withClock /> },
  {
    id: 'tenant',
    header: 'Tenant',
    cell: ({ tenantId, tenantName }) => (
      <Link to="/tenants/$tenantId" params={{ tenantId }}>
        {tenantName}
      </Link>
    ),
  },
  {
    id: 'number',
    header: 'Number',
    cell: ({ tenantId, callId, number }) => (
      <Link to="/tenants/$tenantId/calls/$callId" params={{ tenantId, callId }}>
        {displayNumber(number)}
      </Link>
    ),
  },
  { id: 'length', header: 'Length', end: true, cell: ({ billableSeconds }) => lengthOf(billableSeconds) },
  {
    id: 'reason',
    header: 'Why it has no price',
    cell: ({ reason }) => (reason ? REASONS[reason] : <Muted>Not known</Muted>),
  },
  {
    id: 'table',
    header: 'Rate table',
    cell: ({ table }) =>
      table ? (
        <Link to="/rates/$tableId" params={{ tableId: table.id }}>
          {table.name}
        </Link>
      ) : (
        <Muted>None</Muted>
      ),
  },
];

/** Answered calls without a price, and the action to rate calls again. */
export function UnratedCalls() {
  const session = useSession();
  const address = useDialogAddress(['rate-again']);
  const reason = usePermissionReason('rates.write');
  return (
    <Page
      title="Calls without a price"
      intro="Prices are never guessed. An invoice waits up to four hours for these calls. After that they go on the next invoice, once they have a price."
      brand={brandOf(session)}
      actions={
        <Button
          icon={<IconRefresh size={16} aria-hidden />}
          disabledReason={reason}
          onClick={() => address.open('rate-again')}
        >
          Rate again
        </Button>
      }
    >
      <ListPage
        {...unratedList(route.useSearch())}
        label="Calls without a price"
        noun={NOUNS.call}
        columns={COLUMNS}
        defaultSort="-endedAt"
        empty={
          <Empty icon={<IconCircleCheck size={22} />} title="Every call has a price">
            A call appears here if it was answered and couldn’t be priced when it ended.
          </Empty>
        }
      />
      {address.dialog === 'rate-again' && <RateAgain onClose={address.close} />}
    </Page>
  );
}
