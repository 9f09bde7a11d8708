import type { ApiKey } from '../../src/api-keys/contract.ts';
import { NOUNS } from '../kit/nouns.ts';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { Muted, RowActions } from '../ui/layout.tsx';
import { plural } from '../ui/plural.ts';
import { Time } from '../ui/Time.tsx';

type Acts = {
  /** why nothing can be changed */
  reason: string | null;
  edit: (key: ApiKey) => void;
  replace: (key: ApiKey) => void;
  revoke: (key: ApiKey) => void;
};

export const keyColumns = (acts: Acts): Column<ApiKey>[] => [
  {
    id: 'name',
    header: 'Name',
    sortable: true,
    cell: (key) => (
      <>
        {key.name} <Muted>…{key.hint}</Muted> <State of={key} />
      </>
    ),
  },
  {
    id: 'scopes',
    header: 'Permissions',
    cell: ({ scopes, tenantIds }) => (
      <>
        {plural(scopes.length, NOUNS.scope)}, {tenantIds ? plural(tenantIds.length, NOUNS.tenant) : 'all tenants'}
      </>
    ),
  },
  {
    id: 'used',
    header: 'Last used',
    cell: ({ lastUsedAt, lastUsedFrom }) =>
      lastUsedAt ? (
        <>
          <Time at={lastUsedAt} withClock /> <Muted>from {lastUsedFrom}</Muted>
        </>
      ) : (
        <Muted>Never</Muted>
      ),
  },
  {
    id: 'ends',
    header: 'Ends',
    cell: ({ expiresAt }) => (expiresAt ? <Time at={expiresAt} withClock /> : <Muted>Doesn’t end</Muted>),
  },
  {
    id: 'actions',
    header: 'Actions',
    end: true,
    quietHeader: true,
    cell: (key) => (
      <RowActions>
        <Act label="Edit" of={key} acts={acts} act={acts.edit} />
        <Act label="Replace" of={key} acts={acts} act={acts.replace} />
        <Act label="Revoke" of={key} acts={acts} act={acts.revoke} />
      </RowActions>
    ),
  },
];

function Act({ label, of, acts, act }: { label: string; of: ApiKey; acts: Acts; act: (key: ApiKey) => void }) {
  return (
    <Button
      small
      kind="quiet"
      aria-label={`${label} ${of.name} …${of.hint}`}
      disabledReason={acts.reason}
      onClick={() => act(of)}
    >
      {label}
    </Button>
  );
}

function State({ of: { expired, maker } }: { of: ApiKey }) {
  if (expired) return <Badge tone="grey">Expired</Badge>;
  if (maker.gone) return <Badge tone="amber">Review: {maker.email} is no longer an admin</Badge>;
  return null;
}
