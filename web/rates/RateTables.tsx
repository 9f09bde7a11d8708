import { IconCoins, IconPlus } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { RateTable } from '../../src/rates/contract.ts';
import { deleteRateTable } from '../../src/rates/endpoints.ts';
import { ConfirmDialog } from '../kit/acts/ConfirmDialog.tsx';
import { useDialogAddress } from '../kit/forms/dialog-address.ts';
import { ListPage } from '../kit/lists/ListPage.tsx';
import { LoadedDialog } from '../kit/pages/LoadedDialog.tsx';
import { useChange } from '../kit/session/changes.ts';
import { brandOf, usePermissionReason, useSession } from '../kit/session/session.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { actionsColumn } from '../ui/actions-column.tsx';
import { Button } from '../ui/Button.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { Muted } from '../ui/layout.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { plural } from '../ui/plural.ts';
import { Time } from '../ui/Time.tsx';
import { toast } from '../ui/toast.tsx';
import { rateTableQuery, rateTablesList } from './queries.ts';
import { CreateRateTable, RenameRateTable } from './RateTableDialogs.tsx';
import { WholesaleTables } from './WholesaleTables.tsx';

const route = getRouteApi('/authenticated/rates');

/** The partner's rate tables. */
export function RateTables() {
  const session = useSession();
  const change = useChange();
  const address = useDialogAddress(['create-table', 'rename-table']);
  const [deleting, setDeleting] = useState<RateTable | null>(null);
  const reason = usePermissionReason('rates.write');
  const create = (
    <Button
      kind="primary"
      icon={<IconPlus size={17} aria-hidden />}
      disabledReason={reason}
      onClick={() => address.open('create-table')}
    >
      New rate table
    </Button>
  );
  return (
    <Page
      title="Rate tables"
      intro="What calls cost, by the first digits of the called number. A billing profile chooses the tables for its tenants."
      brand={brandOf(session)}
      actions={create}
    >
      <ListPage
        {...rateTablesList(route.useSearch())}
        label="Rate tables"
        noun={NOUNS.rateTable}
        columns={columnsOf(reason, ({ id }) => address.open('rename-table', id), setDeleting)}
        defaultSort="name"
        empty={
          <Empty icon={<IconCoins size={22} />} title="No rate tables yet" action={create}>
            Create a table in one currency, then import its rates from a file.
          </Empty>
        }
      />
      <WholesaleTables />
      {address.dialog === 'create-table' && <CreateRateTable onClose={address.close} />}
      {address.dialog === 'rename-table' && (
        <LoadedDialog query={rateTableQuery(address.id)} onClose={address.close}>
          {(table) => <RenameRateTable table={table} onClose={address.close} />}
        </LoadedDialog>
      )}
      {deleting && (
        <ConfirmDialog
          title={`Delete ${deleting.name}?`}
          verb="Delete rate table"
          onClose={() => setDeleting(null)}
          version={deleting.version}
          act={async (version) => {
            await change(deleteRateTable, { params: { tableId: deleting.id }, ifMatch: version });
            toast.success('Its rates were deleted, too.', `${deleting.name} deleted`);
          }}
        >
          <p>All of its rates are deleted. You would have to import them again.</p>
        </ConfirmDialog>
      )}
    </Page>
  );
}

const columnsOf = (
  reason: string | null,
  onRename: (table: RateTable) => void,
  onDelete: (table: RateTable) => void,
): Column<RateTable>[] => [
  {
    id: 'name',
    header: 'Name',
    sortable: true,
    cell: ({ id, name }) => (
      <Link to="/rates/$tableId" params={{ tableId: id }}>
        {name}
      </Link>
    ),
  },
  { id: 'currency', header: 'Currency', cell: ({ currency }) => currency },
  {
    id: 'current',
    header: 'Rates now',
    cell: ({ current }) => (current ? plural(current.rates, NOUNS.rate) : <Muted>None</Muted>),
  },
  {
    id: 'next',
    header: 'Next rates',
    cell: ({ next }) => (next ? <Time at={next.validFrom} withClock /> : <Muted>None planned</Muted>),
  },
  actionsColumn((table) => [
    { label: 'Rename', name: `Rename ${table.name}`, disabledReason: reason, onClick: () => onRename(table) },
    { label: 'Delete', name: `Delete ${table.name}`, disabledReason: reason, onClick: () => onDelete(table) },
  ]),
];
