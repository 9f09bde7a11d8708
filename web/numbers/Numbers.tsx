import { IconHash, IconPlus } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { type Did, MAX_SELECTION } from '../../src/numbers/contract.ts';
import { removeDid } from '../../src/numbers/endpoints.ts';
import { displayNumber } from '../../src/platform/values/phone.ts';
import { ConfirmDialog } from '../kit/acts/ConfirmDialog.tsx';
import { useDialogAddress } from '../kit/forms/dialog-address.ts';
import { IntegrationFields } from '../kit/inputs/DeveloperDetails.tsx';
import { useListState } from '../kit/lists/list-state.ts';
import { ListPage } from '../kit/lists/ListPage.tsx';
import { useSelection } from '../kit/lists/selection.ts';
import { LoadedDialog } from '../kit/pages/LoadedDialog.tsx';
import { useChange } from '../kit/session/changes.ts';
import { brandOf, usePermissionReason, useSession } from '../kit/session/session.ts';
import { daysUntil } from '../kit/words/days.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { actionsColumn } from '../ui/actions-column.tsx';
import { Badge, type Tone } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import { Chips } from '../ui/controls.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { Dialog, DialogActions } from '../ui/Dialog.tsx';
import { Muted } from '../ui/layout.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { plural } from '../ui/plural.ts';
import { Waiting } from '../ui/Progress.tsx';
import { SelectionBar } from '../ui/SelectionBar.tsx';
import { Time } from '../ui/Time.tsx';
import { toast } from '../ui/toast.tsx';
import { type NumbersSearch, OFFERED_STATUSES } from './numbers-search.ts';
import { inventoryList, inventoryNumber } from './queries.ts';

const AddNumbers = lazy(() => import('./AddNumbers.tsx'));
const AssignNumbers = lazy(() => import('./AssignNumbers.tsx'));
const ReleaseNumbers = lazy(() => import('./ReleaseNumbers.tsx'));
const route = getRouteApi('/authenticated/numbers');

/** Dialogs that aren't in the URL: those for a selection, and the confirmation of a removal. */
type Open = { act: 'assign' | 'release'; dids: Did[] } | { act: 'remove'; did: Did };

const STATUSES: Record<Did['status'], { text: string; tone: Tone }> = {
  UNASSIGNED: { text: 'Free', tone: 'green' },
  ASSIGNED: { text: 'Assigned', tone: 'blue' },
  PORTING_OUT: { text: 'Porting out', tone: 'amber' },
  PORTED_OUT: { text: 'Ported out', tone: 'grey' },
};

const FILTERS = [
  { value: 'all' as const, label: 'All' },
  ...OFFERED_STATUSES.map((value) => ({ value, label: STATUSES[value].text })),
];

/** The partner's numbers and their tenants. */
export function Numbers() {
  const search = route.useSearch();
  const { setFilters } = useListState<NumbersSearch>(search);
  const change = useChange();
  const address = useDialogAddress(['add-numbers', 'number-details']);
  const session = useSession();
  const reason = usePermissionReason('numbers.write');
  const [open, setOpen] = useState<Open | null>(null);
  const { rows: dids, ids, select, drop, clear } = useSelection<Did>();
  const columns = columnsOf(reason, setOpen, ({ id }) => address.open('number-details', id));
  const close = () => setOpen(null);
  const add = (
    <Button
      kind="primary"
      icon={<IconPlus size={17} aria-hidden />}
      disabledReason={reason}
      onClick={() => address.open('add-numbers')}
    >
      Add numbers
    </Button>
  );
  const free = dids.filter((did) => did.status === 'UNASSIGNED');
  const assigned = dids.filter((did) => did.status === 'ASSIGNED');
  return (
    <Page
      title="Numbers"
      intro="Your inventory. A number belongs to one tenant at a time."
      brand={brandOf(session)}
      actions={add}
    >
      <ListPage
        {...inventoryList(search)}
        label="Numbers"
        noun={NOUNS.number}
        columns={columns}
        rowName={(did) => displayNumber(did.number)}
        defaultSort="number"
        searchHint="Search numbers"
        toolbar={
          <Chips
            label="Status"
            value={search.status ?? 'all'}
            options={FILTERS}
            onChange={(status) => setFilters({ status: status === 'all' ? undefined : status })}
          />
        }
        selected={ids}
        onSelect={reason ? undefined : select}
        empty={
          <Empty icon={<IconHash size={22} />} title="No numbers yet" action={add}>
            Add the numbers you have from your carrier, then assign them to tenants.
          </Empty>
        }
      />
      {dids.length > 0 && (
        <SelectionBar text={`${plural(dids.length, NOUNS.number)} selected`} onClear={clear}>
          <Button
            small
            disabledReason={whyNotMany(free, 'free')}
            onClick={() => setOpen({ act: 'assign', dids: free })}
          >
            Assign
          </Button>
          <Button
            small
            disabledReason={whyNotMany(assigned, 'assigned')}
            onClick={() => setOpen({ act: 'release', dids: assigned })}
          >
            Release
          </Button>
        </SelectionBar>
      )}
      <Suspense fallback={<Waiting />}>
        {address.dialog === 'add-numbers' && <AddNumbers onClose={address.close} />}
        {open?.act === 'assign' && <AssignNumbers dids={open.dids} onClose={close} onDone={drop} />}
        {open?.act === 'release' && <ReleaseNumbers dids={open.dids} onClose={close} onDone={drop} />}
      </Suspense>
      {address.dialog === 'number-details' && (
        <LoadedDialog query={inventoryNumber(address.id)} onClose={address.close}>
          {(did) => <NumberDetails did={did} onClose={address.close} />}
        </LoadedDialog>
      )}
      {open?.act === 'remove' && (
        <ConfirmDialog
          title={`Remove ${displayNumber(open.did.number)}?`}
          verb="Remove number"
          onClose={close}
          version={open.did.version}
          act={async (version) => {
            await change(removeDid, { params: { didId: open.did.id }, ifMatch: version });
            toast.success(`${displayNumber(open.did.number)} is no longer in your inventory.`, 'Number removed');
            drop([open.did.id]);
          }}
        >
          <p>It leaves your inventory, and calls to it are no longer accepted.</p>
        </ConfirmDialog>
      )}
    </Page>
  );
}

/** The number's external id and metadata. */
function NumberDetails({ did, onClose }: { did: Did; onClose: () => void }) {
  return (
    <Dialog title={displayNumber(did.number)} onClose={onClose}>
      <IntegrationFields of={did} />
      <DialogActions>
        <Button kind="primary" onClick={onClose}>
          Done
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function whyNotMany(fitting: Did[], word: string): string | null {
  if (fitting.length === 0) return `None of the selected numbers is ${word}.`;
  return fitting.length > MAX_SELECTION ? `At most ${MAX_SELECTION.toLocaleString()} at a time. Select fewer.` : null;
}

const PORTING: Partial<Record<Did['status'], string>> = {
  PORTING_OUT: 'It’s being ported out.',
  PORTED_OUT: 'It was ported out.',
};

/** Why a number can't be removed from the inventory, by the server's rules; null if it can. */
function removeDisabledReason({ status, ageingUntil }: Did): string | null {
  if (status === 'ASSIGNED') return 'Release it first.';
  const quarantine = ageingUntil && plural(daysUntil(ageingUntil), NOUNS.moreDay);
  return PORTING[status] ?? (quarantine ? `In quarantine for ${quarantine} after its last tenant.` : null);
}

function columnsOf(reason: string | null, onOpen: (open: Open) => void, onDetails: (did: Did) => void): Column<Did>[] {
  return [
    { id: 'number', header: 'Number', sortable: true, cell: (did) => <strong>{displayNumber(did.number)}</strong> },
    {
      id: 'status',
      header: 'Status',
      sortable: true,
      cell: (did) => <Badge tone={STATUSES[did.status].tone}>{STATUSES[did.status].text}</Badge>,
    },
    {
      id: 'tenant',
      header: 'Tenant',
      cell: (did) =>
        did.tenantId ? (
          <Link to="/tenants/$tenantId/numbers" params={{ tenantId: did.tenantId }}>
            {did.tenantName}
          </Link>
        ) : (
          <Muted>–</Muted>
        ),
    },
    {
      id: 'releasedAt',
      header: 'Released',
      sortable: true,
      cell: (did) => {
        if (!did.releasedAt) return <Muted>–</Muted>;
        const resting = did.ageingUntil
          ? `, in quarantine for ${plural(daysUntil(did.ageingUntil), NOUNS.moreDay)}`
          : '';
        return (
          <>
            <Time at={did.releasedAt} />
            <Muted>
              {did.lastTenantName && ` by ${did.lastTenantName}`}
              {resting}
            </Muted>
          </>
        );
      },
    },
    actionsColumn((did) => {
      const name = displayNumber(did.number);
      return [
        did.status === 'ASSIGNED'
          ? {
              label: 'Release',
              name: `Release ${name}`,
              disabledReason: reason,
              onClick: () => onOpen({ act: 'release', dids: [did] }),
            }
          : {
              label: 'Assign',
              name: `Assign ${name}`,
              disabledReason: reason ?? PORTING[did.status],
              onClick: () => onOpen({ act: 'assign', dids: [did] }),
            },
        {
          label: 'Remove',
          name: `Remove ${name}`,
          disabledReason: reason ?? removeDisabledReason(did),
          onClick: () => onOpen({ act: 'remove', did }),
        },
        { label: 'Details', name: `Details of ${name}`, onClick: () => onDetails(did) },
      ];
    }),
  ];
}
