import { IconPlus, IconSitemap } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { Flow } from '../../src/flows/contract.ts';
import { deleteFlow, getFlow } from '../../src/flows/endpoints.ts';
import { ConfirmDialog } from '../kit/acts/ConfirmDialog.tsx';
import { DeletionUses } from '../kit/acts/DeletionUses.tsx';
import { useDialogAddress } from '../kit/forms/dialog-address.ts';
import { ListPage } from '../kit/lists/ListPage.tsx';
import { LoadedDialog } from '../kit/pages/LoadedDialog.tsx';
import { useChange } from '../kit/session/changes.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { useMay } from '../kit/session/session.ts';
import { useTenantId, useTenantReason, useTitleEnd } from '../kit/session/tenant-context.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { actionsColumn } from '../ui/actions-column.tsx';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { Muted } from '../ui/layout.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { Waiting } from '../ui/Progress.tsx';
import { Time } from '../ui/Time.tsx';
import { toast } from '../ui/toast.tsx';
import { flowsList } from './queries.ts';

const CreateFlow = lazy(async () => ({ default: (await import('./templates/CreateFlow.tsx')).CreateFlow }));
const CopyFlow = lazy(async () => ({ default: (await import('./templates/CopyFlow.tsx')).CopyFlow }));
const SaveTemplate = lazy(async () => ({ default: (await import('./templates/SaveTemplate.tsx')).SaveTemplate }));
const EditFlowNumber = lazy(async () => ({ default: (await import('./FlowDialogs.tsx')).EditFlowNumber }));
type FlowDialog = 'edit-flow' | 'copy-flow' | 'save-template';
const OPENED = { 'edit-flow': EditFlowNumber, 'copy-flow': CopyFlow, 'save-template': SaveTemplate };
const ACTS: readonly { dialog: FlowDialog; label: string; of: string }[] = [
  { dialog: 'copy-flow', label: 'Copy', of: 'Copy' },
  { dialog: 'save-template', label: 'Template', of: 'Save as a template:' },
  { dialog: 'edit-flow', label: 'Number', of: 'Number of' },
];
const route = getRouteApi('/authenticated/tenants/$tenantId/flows');

export function FlowsPage() {
  const tenantId = useTenantId();
  const change = useChange();
  const address = useDialogAddress(['create-flow', 'edit-flow', 'copy-flow', 'save-template']);
  const [deleting, setDeleting] = useState<Flow | null>(null);
  const reason = useTenantReason('flows.write');
  const mayTemplate = useMay('flow-templates.write');
  const create = (
    <Button
      kind="primary"
      icon={<IconPlus size={17} aria-hidden />}
      disabledReason={reason}
      onClick={() => address.open('create-flow')}
    >
      New flow
    </Button>
  );
  const remove = async (flow: Flow, version: number) => {
    await change(deleteFlow, { params: { tenantId, flowId: flow.id }, ifMatch: version });
    toast.success('Its versions were deleted, too.', `${flow.name} deleted`);
  };
  return (
    <Page
      title="Call flows"
      intro="What callers hear, what they can press, and where their call goes."
      brand={useTitleEnd()}
      actions={create}
    >
      <ListPage
        {...flowsList(tenantId, route.useSearch())}
        label="Call flows"
        noun={NOUNS.flow}
        columns={columnsOf({
          tenantId,
          reason,
          mayTemplate,
          open: (dialog, flow) => address.open(dialog, flow.id),
          onDelete: setDeleting,
        })}
        defaultSort="name"
        searchHint="Search by name or number"
        empty={
          <Empty icon={<IconSitemap size={22} />} title="No call flows yet" action={create}>
            A flow greets callers, offers choices, checks opening hours, and routes calls.
          </Empty>
        }
      />
      <Suspense fallback={<Waiting />}>
        {address.dialog === 'create-flow' && <CreateFlow onClose={address.close} />}
        {address.dialog !== null && address.dialog !== 'create-flow' && (
          <OfFlow dialog={address.dialog} flowId={address.id} onClose={address.close} />
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
          <p>Its draft and all versions will be deleted. Calls in progress continue.</p>
          <DeletionUses of={{ kind: 'flow', id: deleting.id }} />
        </ConfirmDialog>
      )}
    </Page>
  );
}

function OfFlow({ dialog, flowId, onClose }: { dialog: FlowDialog; flowId: string; onClose: () => void }) {
  const tenantId = useTenantId();
  const Opened = OPENED[dialog];
  return (
    <LoadedDialog query={apiQuery(getFlow, { params: { tenantId, flowId } })} onClose={onClose}>
      {(flow) => <Opened flow={flow} onClose={onClose} />}
    </LoadedDialog>
  );
}

function columnsOf({
  tenantId,
  reason,
  mayTemplate,
  open,
  onDelete,
}: {
  tenantId: string;
  reason: string | null;
  mayTemplate: boolean;
  open: (dialog: FlowDialog, flow: Flow) => void;
  onDelete: (flow: Flow) => void;
}): Column<Flow>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      sortable: true,
      cell: ({ id, name, missed }) => (
        <>
          <Link to="/tenants/$tenantId/flows/$flowId" params={{ tenantId, flowId: id }}>
            {name}
          </Link>
          {missed.length > 0 && (
            <>
              {' '}
              <Badge tone="red">Calls can’t continue</Badge>
            </>
          )}
        </>
      ),
    },
    { id: 'number', header: 'Number', sortable: true, cell: ({ number }) => number ?? <Muted>None</Muted> },
    { id: 'published', header: 'Published', cell: (flow) => <Published of={flow} /> },
    {
      id: 'draft',
      header: 'Draft',
      cell: ({ hasDraft }) => (hasDraft ? <Badge tone="amber">Changed</Badge> : <Muted>No changes</Muted>),
    },
    actionsColumn((flow) => [
      ...ACTS.filter(({ dialog }) => mayTemplate || dialog !== 'save-template').map(({ dialog, label, of }) => ({
        label,
        name: `${of} ${flow.name}`,
        disabledReason: reason,
        onClick: () => open(dialog, flow),
      })),
      { label: 'Delete', name: `Delete ${flow.name}`, disabledReason: reason, onClick: () => onDelete(flow) },
    ]),
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
