import { IconListNumbers, IconPlus, IconUpload } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { Entry } from '../../src/number-lists/contract.ts';
import { removeNumberListEntry } from '../../src/number-lists/endpoints.ts';
import { ConfirmDialog } from '../kit/acts/ConfirmDialog.tsx';
import { usedByText } from '../kit/acts/UsedBy.tsx';
import { useDialogAddress } from '../kit/forms/dialog-address.ts';
import { ListPage } from '../kit/lists/ListPage.tsx';
import { LoadedPage } from '../kit/pages/LoadedPage.tsx';
import { useChange } from '../kit/session/changes.ts';
import { useTenantReason, useTitleEnd } from '../kit/session/tenant-context.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { actionsColumn } from '../ui/actions-column.tsx';
import { Button } from '../ui/Button.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { Muted } from '../ui/layout.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { Waiting } from '../ui/Progress.tsx';
import { toast } from '../ui/toast.tsx';
import { AddEntry } from './AddEntry.tsx';
import { entryLabel } from './entry-label.ts';
import { entriesList, numberListQuery } from './queries.ts';

const ImportEntries = lazy(() => import('./ImportEntries.tsx'));
const route = getRouteApi('/authenticated/tenants/$tenantId/number-lists/$numberListId');

export function NumberListPage() {
  const params = route.useParams();
  const search = route.useSearch();
  const change = useChange();
  const brand = useTitleEnd();
  const reason = useTenantReason('number-lists.write');
  const address = useDialogAddress(['add-number', 'import-numbers']);
  const [removing, setRemoving] = useState<Entry | null>(null);
  return (
    <LoadedPage query={numberListQuery(params)} failed="Couldn’t load this list">
      {(list) => {
        const actions = (
          <>
            <Button
              icon={<IconUpload size={16} aria-hidden />}
              disabledReason={reason}
              onClick={() => address.open('import-numbers')}
            >
              Import
            </Button>
            <Button
              kind="primary"
              icon={<IconPlus size={17} aria-hidden />}
              disabledReason={reason}
              onClick={() => address.open('add-number')}
            >
              Add number
            </Button>
          </>
        );
        const remove = async (entry: Entry) => {
          await change(removeNumberListEntry, { params: { ...params, entryId: entry.id } });
          toast.success('It no longer applies from the next call on.', `${entryLabel(entry)} removed`);
        };
        return (
          <Page
            title={list.name}
            brand={brand}
            actions={actions}
            intro={
              <>
                <Link to="/tenants/$tenantId/number-lists" params={{ tenantId: params.tenantId }}>
                  All number lists
                </Link>
                {` · ${usedByText(list.uses) ?? 'Nothing uses it yet'}`}
              </>
            }
          >
            <ListPage
              {...entriesList(params, search)}
              label="Numbers"
              noun={NOUNS.number}
              columns={columnsOf(reason, setRemoving)}
              defaultSort="number"
              searchHint="Search by number or note"
              empty={
                <Empty icon={<IconListNumbers size={22} />} title="No numbers yet" action={actions}>
                  Add numbers one by one, or import a CSV file.
                </Empty>
              }
            />
            <Suspense fallback={<Waiting />}>
              {address.dialog === 'add-number' && <AddEntry list={list} onClose={address.close} />}
              {address.dialog === 'import-numbers' && <ImportEntries list={list} onClose={address.close} />}
            </Suspense>
            {removing && (
              <ConfirmDialog
                title={`Remove ${entryLabel(removing)}?`}
                verb="Remove number"
                act={() => remove(removing)}
                onClose={() => setRemoving(null)}
              >
                <p>Call flows that use this list no longer match it.</p>
              </ConfirmDialog>
            )}
          </Page>
        );
      }}
    </LoadedPage>
  );
}

function columnsOf(reason: string | null, onRemove: (entry: Entry) => void): Column<Entry>[] {
  return [
    {
      id: 'number',
      header: 'Number',
      sortable: true,
      cell: (entry) => (
        <>
          <strong>{entryLabel(entry)}</strong> {entry.isPrefix && <Muted>all numbers that begin like this</Muted>}
        </>
      ),
    },
    { id: 'note', header: 'Note', cell: ({ note }) => note },
    actionsColumn((entry) => [
      { label: 'Remove', name: `Remove ${entryLabel(entry)}`, disabledReason: reason, onClick: () => onRemove(entry) },
    ]),
  ];
}
