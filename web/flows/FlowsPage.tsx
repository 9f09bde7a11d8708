import { getRouteApi, Link } from '@tanstack/react-router';
import { IconPlus, IconSitemap } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import type { Flow } from '../../src/flows/contract.ts';
import { deleteFlow, getFlow } from '../../src/flows/endpoints.ts';
import { useChange } from '../kit/changes.ts';
import { ConfirmDialog } from '../kit/ConfirmDialog.tsx';
import { DeletionUses } from '../kit/DeletionUses.tsx';
import { useDialogAddress } from '../kit/dialog-address.ts';
import { ListPage } from '../kit/ListPage.tsx';
import { LoadedDialog } from '../kit/LoadedDialog.tsx';
import { NOUNS } from '../kit/nouns.ts';
import { apiQuery } from '../kit/queries.ts';
import { useTenantId, useTenantReason, useTitleEnd } from '../kit/tenant-context.ts';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { Muted, RowActions } from '../ui/layout.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { Time } from '../ui/Time.tsx';
import { toast } from '../ui/toast.tsx';
import { flowsList } from './queries.ts';

const AddFlow = lazy(async () => ({ default: (await import('./FlowModal.tsx')).AddFlow }));
const EditFlowNumber = lazy(async () => ({ default: (await import('./FlowModal.tsx')).EditFlowNumber }));
const route = getRouteApi('/authenticated/tenants/$tenantId/flows');

/** The tenant's call flows: what happens when somebody calls. */
export function FlowsPage() {
  const tenantId = useTenantId();
  const change = useChange();
  const address = useDialogAddress(['add-flow', 'edit-flow']);
  const [deleting, setDeleting] = useState<Flow | null>(null);
  const reason = useTenantReason('flows.write');
  const add = (
    <Button
      kind="primary"
      icon={<IconPlus size={17} aria-hidden />}
      disabledReason={reason}
      onClick={() => address.open('add-flow')}
    >
      New flow
    </Button>
  );
  const remove = async (flow: Flow, version: number) => {
    await change(deleteFlow, { params: { tenantId, flowId: flow.id }, ifMatch: version });
    toast.success('Its versions went with it.', `${flow.name} deleted`);
  };
  return (
    <Page
      title="Call flows"
      intro="What callers hear, what they can press, and where their call goes."
      brand={useTitleEnd()}
      actions={add}
    >
      <ListPage
        {...flowsList(tenantId, route.useSearch())}
        label="Call flows"
        noun={NOUNS.flow}
        columns={columnsOf(tenantId, reason, (flow) => address.open('edit-flow', flow.id), setDeleting)}
        defaultSort="name"
        searchHint="Search by name or number"
        empty={
          <Empty icon={<IconSitemap size={22} />} title="No call flows yet" action={add}>
            A flow greets callers, asks them what they want, looks at the clock, and sends them on.
          </Empty>
        }
      />
      <Suspense>
        {address.dialog === 'add-flow' && <AddFlow onClose={address.close} />}
        {address.dialog === 'edit-flow' && (
          <LoadedDialog query={apiQuery(getFlow, { params: { tenantId, flowId: address.id } })} onClose={address.close}>
            {(flow) => <EditFlowNumber flow={flow} onClose={address.close} />}
          </LoadedDialog>
        )}
      </Suspense>
      {deleting && (
        <ConfirmDialog
          title={`Delete ${deleting.name}?`}
          verb="Delete flow"
          version={deleting.version}
          act={(version) => remove(deleting, version)}
          onClose={() => setDeleting(null)}
        >
          <p>Its draft and all of its versions are gone. Calls in progress go on.</p>
          <DeletionUses of={{ kind: 'flow', id: deleting.id }} />
        </ConfirmDialog>
      )}
    </Page>
  );
}

function columnsOf(
  tenantId: string,
  reason: string | null,
  onEdit: (flow: Flow) => void,
  onDelete: (flow: Flow) => void,
): Column<Flow>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      sortable: true,
      cell: ({ id, name }) => (
        <Link to="/tenants/$tenantId/flows/$flowId" params={{ tenantId, flowId: id }}>
          {name}
        </Link>
      ),
    },
    { id: 'number', header: 'Number', sortable: true, cell: ({ number }) => number ?? <Muted>None</Muted> },
    { id: 'published', header: 'Published', cell: (flow) => <Published of={flow} /> },
    {
      id: 'draft',
      header: 'Draft',
      cell: ({ hasDraft }) => (hasDraft ? <Badge tone="amber">Changed</Badge> : <Muted>No changes</Muted>),
    },
    {
      id: 'actions',
      header: 'Actions',
      end: true,
      quietHeader: true,
      cell: (flow) => (
        <RowActions>
          <Button
            small
            kind="quiet"
            aria-label={`Number of ${flow.name}`}
            disabledReason={reason}
            onClick={() => onEdit(flow)}
          >
            Number
          </Button>
          <Button
            small
            kind="quiet"
            aria-label={`Delete ${flow.name}`}
            disabledReason={reason}
            onClick={() => onDelete(flow)}
          >
            Delete
          </Button>
        </RowActions>
      ),
    },
  ];
}

const Published = ({ of: { published } }: { of: Flow }) =>
  published ? (
    <>
      Version {published.number}{' '}
      <Muted>
        <Time at={published.at} />
      </Muted>
    </>
  ) : (
    <Muted>Not yet</Muted>
  );
