import { IconPlus, IconRoute } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { Trunk, TrunkState } from '../../src/trunks/contract.ts';
import { deleteTrunk, getTrunk, listTrunks } from '../../src/trunks/endpoints.ts';
import { ConfirmDialog } from '../kit/acts/ConfirmDialog.tsx';
import { useDialogAddress } from '../kit/forms/dialog-address.ts';
import { ListPage } from '../kit/lists/ListPage.tsx';
import { LoadedDialog } from '../kit/pages/LoadedDialog.tsx';
import { useChange } from '../kit/session/changes.ts';
import { apiList, apiQuery } from '../kit/session/queries.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { actionsColumn } from '../ui/actions-column.tsx';
import { Badge, Dot, type Tone } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { Muted, Stack } from '../ui/layout.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { Time } from '../ui/Time.tsx';
import { toast } from '../ui/toast.tsx';
import { EditTrunk, CreateTrunk } from './TrunkDialogs.tsx';

const route = getRouteApi('/authenticated/operator/trunks');

/** The connections to carriers. */
export function Trunks() {
  const change = useChange();
  const address = useDialogAddress(['create-trunk', 'edit-trunk']);
  const [deleting, setDeleting] = useState<Trunk | null>(null);
  const columns = columnsOf((trunk) => address.open('edit-trunk', trunk.id), setDeleting);
  const create = (
    <Button kind="primary" icon={<IconPlus size={17} aria-hidden />} onClick={() => address.open('create-trunk')}>
      New trunk
    </Button>
  );
  return (
    <Page
      title="Trunks"
      intro="Connections to carriers. Outgoing calls try the lowest priority first."
      actions={create}
    >
      <ListPage
        {...apiList(listTrunks, { search: route.useSearch() })}
        label="Trunks"
        noun={NOUNS.trunk}
        columns={columns}
        defaultSort="priority"
        searchHint="Search by name or host"
        refetchInterval={3000}
        empty={
          <Empty icon={<IconRoute size={22} />} title="No trunks yet" action={create}>
            Without a trunk, only calls between extensions work. Outside numbers can’t be reached, not even 911.
          </Empty>
        }
      />
      {address.dialog === 'create-trunk' && <CreateTrunk onClose={address.close} />}
      {address.dialog === 'edit-trunk' && (
        <LoadedDialog query={apiQuery(getTrunk, { params: { trunkId: address.id } })} onClose={address.close}>
          {(trunk) => <EditTrunk trunk={trunk} onClose={address.close} />}
        </LoadedDialog>
      )}
      {deleting && (
        <ConfirmDialog
          title={`Delete ${deleting.name}?`}
          verb="Delete trunk"
          onClose={() => setDeleting(null)}
          version={deleting.version}
          act={async (version) => {
            await change(deleteTrunk, { params: { trunkId: deleting.id }, ifMatch: version });
            toast.success('New calls no longer use it.', `${deleting.name} deleted`);
          }}
        >
          <p>
            Calls from it are refused, and no calls use it.
            {deleting.emergency && ' It carries 911 calls now.'}
          </p>
        </ConfirmDialog>
      )}
    </Page>
  );
}

const columnsOf = (onEdit: (trunk: Trunk) => void, onDelete: (trunk: Trunk) => void): Column<Trunk>[] => [
  { id: 'name', header: 'Name', sortable: true, cell: (trunk) => <strong>{trunk.name}</strong> },
  { id: 'host', header: 'Host', cell: (trunk) => <span className="mono">{`${trunk.host}:${trunk.port}`}</span> },
  { id: 'match', header: 'Accepts from', cell: (trunk) => <span className="mono">{trunk.match}</span> },
  { id: 'priority', header: 'Priority', sortable: true, end: true, cell: (trunk) => trunk.priority },
  { id: 'emergency', header: '911', cell: (trunk) => (trunk.emergency ? 'Yes' : <Muted>No</Muted>) },
  {
    id: 'state',
    header: 'State',
    cell: (trunk) => (trunk.enabled ? <State state={trunk.state} /> : <Badge tone="grey">Off</Badge>),
  },
  actionsColumn((trunk) => [
    { label: 'Edit', name: `Edit ${trunk.name}`, onClick: () => onEdit(trunk) },
    { label: 'Delete', name: `Delete ${trunk.name}`, onClick: () => onDelete(trunk) },
  ]),
];

const REACHABILITY: Record<TrunkState['reachability'], { tone: Tone; words: string }> = {
  reachable: { tone: 'green', words: 'Reachable' },
  unreachable: { tone: 'red', words: 'Unreachable' },
  silent: { tone: 'amber', words: 'Doesn’t respond to checks' },
  unchecked: { tone: 'grey', words: 'Not checked yet' },
};

const REGISTRATION: Record<Exclude<TrunkState['registration'], 'none'>, { tone: Tone; words: string }> = {
  registered: { tone: 'green', words: 'Registered' },
  refused: { tone: 'red', words: 'Registration refused' },
  pending: { tone: 'amber', words: 'Registering' },
};

function State({ state }: { state: TrunkState }) {
  const { registration, registrationReason: why } = state;
  const words = registration === 'none' ? null : REGISTRATION[registration];
  return (
    <Stack gap="small">
      <Reachability state={state} />
      {words && (
        <Dot tone={words.tone}>
          {words.words}
          {why && <Muted> · {why}</Muted>}
        </Dot>
      )}
    </Stack>
  );
}

function Reachability({ state: { reachability, roundTripMs, since } }: { state: TrunkState }) {
  const { tone, words } = REACHABILITY[reachability];
  return (
    <Dot tone={tone}>
      {words}
      {reachability === 'reachable' && roundTripMs !== null && <Muted> · {roundTripMs} ms</Muted>}
      {reachability === 'unreachable' && since !== null && (
        <Muted>
          {' since '}
          <Time at={since} withClock />
        </Muted>
      )}
    </Dot>
  );
}
