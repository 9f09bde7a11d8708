import { IconListNumbers, IconPlus } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { NumberList } from '../../src/number-lists/contract.ts';
import { deleteNumberList } from '../../src/number-lists/endpoints.ts';
import { ConfirmDialog } from '../kit/acts/ConfirmDialog.tsx';
import { UsedBy, usedReason } from '../kit/acts/UsedBy.tsx';
import { useDialogAddress } from '../kit/forms/dialog-address.ts';
import { ListPage } from '../kit/lists/ListPage.tsx';
import { LoadedDialog } from '../kit/pages/LoadedDialog.tsx';
import { useChange } from '../kit/session/changes.ts';
import { useTenantId, useTenantReason, useTitleEnd } from '../kit/session/tenant-context.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { actionsColumn } from '../ui/actions-column.tsx';
import { Button } from '../ui/Button.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { plural } from '../ui/plural.ts';
import { toast } from '../ui/toast.tsx';
import { CreateList, RenameList } from './ListDialogs.tsx';
import { numberListQuery, numberListsList } from './queries.ts';

const route = getRouteApi('/authenticated/tenants/$tenantId/number-lists');

/** Lists of outside numbers, for call flows to check callers against. */
export function NumberLists() {
  const tenantId = useTenantId();
  const change = useChange();
  const address = useDialogAddress(['create-list', 'rename-list']);
  const [deleting, setDeleting] = useState<NumberList | null>(null);
  const reason = useTenantReason('number-lists.write');
  const create = (
    <Button
      kind="primary"
      icon={<IconPlus size={17} aria-hidden />}
      disabledReason={reason}
      onClick={() => address.open('create-list')}
    >
      New list
    </Button>
  );
  const remove = async ({ id, name }: NumberList, version: number) => {
    await change(deleteNumberList, { params: { tenantId, numberListId: id }, ifMatch: version });
    toast.success('Its numbers are deleted with it.', `${name} deleted`);
  };
  return (
    <Page
      title="Number lists"
      intro="Outside numbers that call flows treat differently, such as good customers or unwanted callers."
      brand={useTitleEnd()}
      actions={create}
    >
      <ListPage
        {...numberListsList(tenantId, route.useSearch())}
        label="Number lists"
        noun={NOUNS.list}
        columns={columnsOf(tenantId, reason, ({ id }) => address.open('rename-list', id), setDeleting)}
        defaultSort="name"
        searchHint="Search by name"
        empty={
          <Empty icon={<IconListNumbers size={22} />} title="No lists yet" action={create}>
            A call flow can check whether a caller’s number is in a list, and route the call accordingly.
          </Empty>
        }
      />
      {address.dialog === 'create-list' && <CreateList onClose={address.close} />}
      {address.dialog === 'rename-list' && (
        <LoadedDialog query={numberListQuery({ tenantId, numberListId: address.id })} onClose={address.close}>
          {(list) => <RenameList list={list} onClose={address.close} />}
        </LoadedDialog>
      )}
      {deleting && (
        <ConfirmDialog
          title={`Delete ${deleting.name}?`}
          verb="Delete list"
          version={deleting.version}
          act={(version) => remove(deleting, version)}
          onClose={() => setDeleting(null)}
        >
          <p>{plural(deleting.entries, NOUNS.number)} in it will be deleted. Nothing uses it now.</p>
        </ConfirmDialog>
      )}
    </Page>
  );
}

function columnsOf(
  tenantId: string,
  reason: string | null,
  onRename: (list: NumberList) => void,
  onDelete: (list: NumberList) => void,
): Column<NumberList>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      sortable: true,
      cell: ({ id, name }) => (
        <Link to="/tenants/$tenantId/number-lists/$numberListId" params={{ tenantId, numberListId: id }}>
          <strong>{name}</strong>
        </Link>
      ),
    },
    { id: 'entries', header: 'Numbers', cell: ({ entries }) => entries.toLocaleString() },
    { id: 'uses', header: 'Used by', cell: ({ uses }) => <UsedBy uses={uses} /> },
    actionsColumn((list) => [
      { label: 'Rename', name: `Rename ${list.name}`, disabledReason: reason, onClick: () => onRename(list) },
      {
        label: 'Delete',
        name: `Delete ${list.name}`,
        disabledReason: reason ?? usedReason(list.uses),
        onClick: () => onDelete(list),
      },
    ]),
  ];
}
