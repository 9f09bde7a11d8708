import { IconPlus, IconUsersGroup } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { Group } from '../../src/groups/contract.ts';
import { deleteGroup, getGroup } from '../../src/groups/endpoints.ts';
import { ConfirmDialog } from '../kit/acts/ConfirmDialog.tsx';
import { DeletionUses } from '../kit/acts/DeletionUses.tsx';
import { useDialogAddress } from '../kit/forms/dialog-address.ts';
import { ListPage } from '../kit/lists/ListPage.tsx';
import { LoadedDialog } from '../kit/pages/LoadedDialog.tsx';
import { useChange } from '../kit/session/changes.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { useTenant, useTenantReason, useTitleEnd } from '../kit/session/tenant-context.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { actionsColumn } from '../ui/actions-column.tsx';
import { Button } from '../ui/Button.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { plural } from '../ui/plural.ts';
import { Waiting } from '../ui/Progress.tsx';
import { toast } from '../ui/toast.tsx';
import { STRATEGY_LABELS } from './group-form.ts';
import { groupsList } from './queries.ts';

const CreateGroup = lazy(async () => ({ default: (await import('./GroupDialogs.tsx')).CreateGroup }));
const EditGroup = lazy(async () => ({ default: (await import('./GroupDialogs.tsx')).EditGroup }));
const route = getRouteApi('/authenticated/tenants/$tenantId/groups');

export function Groups() {
  const tenant = useTenant();
  const change = useChange();
  const address = useDialogAddress(['create-group', 'edit-group']);
  const [deleting, setDeleting] = useState<Group | null>(null);
  const reason = useTenantReason('groups.write');
  const create = (
    <Button
      kind="primary"
      icon={<IconPlus size={17} aria-hidden />}
      disabledReason={reason}
      onClick={() => address.open('create-group')}
    >
      New group
    </Button>
  );
  const remove = async (group: Group, version: number) => {
    await change(deleteGroup, { params: { tenantId: tenant.id, groupId: group.id }, ifMatch: version });
    toast.success('Its number can be used again.', `${group.name} deleted`);
  };
  return (
    <Page title="Groups" intro="A group’s number rings several phones." brand={useTitleEnd()} actions={create}>
      <ListPage
        {...groupsList(tenant.id, route.useSearch())}
        label="Groups"
        noun={NOUNS.group}
        columns={columnsOf(reason, (group) => address.open('edit-group', group.id), setDeleting)}
        defaultSort="number"
        searchHint="Search by number or name"
        empty={
          <Empty icon={<IconUsersGroup size={22} />} title="No groups yet" action={create}>
            A group rings several phones: all at once, one after the other, or the longest idle first.
          </Empty>
        }
      />
      <Suspense fallback={<Waiting />}>
        {address.dialog === 'create-group' && <CreateGroup onClose={address.close} />}
        {address.dialog === 'edit-group' && (
          <LoadedDialog
            query={apiQuery(getGroup, { params: { tenantId: tenant.id, groupId: address.id } })}
            onClose={address.close}
          >
            {(group) => <EditGroup group={group} onClose={address.close} />}
          </LoadedDialog>
        )}
      </Suspense>
      {deleting && (
        <ConfirmDialog
          title={`Delete ${deleting.name}?`}
          verb="Delete group"
          version={deleting.version}
          act={(version) => remove(deleting, version)}
          onClose={() => setDeleting(null)}
        >
          <p>{deleting.number} rings nothing from the next call on. The phones of its members stay as they are.</p>
          <DeletionUses of={{ kind: 'group', id: deleting.id }} />
        </ConfirmDialog>
      )}
    </Page>
  );
}

function columnsOf(
  reason: string | null,
  onEdit: (group: Group) => void,
  onDelete: (group: Group) => void,
): Column<Group>[] {
  return [
    { id: 'number', header: 'Number', sortable: true, cell: (group) => <strong>{group.number}</strong> },
    { id: 'name', header: 'Name', sortable: true, cell: (group) => group.name },
    { id: 'strategy', header: 'Rings', cell: (group) => STRATEGY_LABELS[group.strategy] },
    { id: 'members', header: 'Members', cell: (group) => plural(group.members.length, NOUNS.member) },
    actionsColumn((group) => [
      { label: 'Edit', name: `Edit ${group.name}`, disabledReason: reason, onClick: () => onEdit(group) },
      { label: 'Delete', name: `Delete ${group.name}`, disabledReason: reason, onClick: () => onDelete(group) },
    ]),
  ];
}
