import { NOUNS } from '../kit/words/nouns.ts';
import { TestBadge } from '../kit/words/SandboxBadge.tsx';
import { tenantsText } from '../kit/words/tenants-text.ts';
import { actionsColumn } from '../ui/actions-column.tsx';
import { Badge } from '../ui/Badge.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { Muted } from '../ui/layout.tsx';
import { plural } from '../ui/plural.ts';
import { Time } from '../ui/Time.tsx';
import type { AnyKey } from './key-form.ts';

type Acts<Key> = {
  reason: string | null;
  /** undefined for a user who may only revoke keys */
  edit?: (key: Key) => void;
  replace?: (key: Key) => void;
  revoke: (key: Key) => void;
};

export const keyColumns = <Key extends AnyKey>(acts: Acts<Key>): Column<Key>[] => [
  {
    id: 'name',
    header: 'Name',
    sortable: true,
    cell: (key) => (
      <>
        {key.name} <Muted>…{key.hint}</Muted> <TestBadge mode={key.mode} /> <State of={key} />
      </>
    ),
  },
  {
    id: 'scopes',
    header: 'Permissions',
    cell: ({ scopes, tenantIds, mode }) => (
      <>
        {plural(scopes.length, NOUNS.scope)}
        {tenantIds !== undefined && `, ${tenantsText({ tenantIds, mode })}`}
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
    cell: ({ expiresAt }) => (expiresAt ? <Time at={expiresAt} withClock /> : <Muted>Never expires</Muted>),
  },
  actionsColumn((key) => {
    const action = (label: string, act: (key: Key) => void) => ({
      label,
      name: `${label} ${key.name} …${key.hint}`,
      disabledReason: acts.reason,
      onClick: () => act(key),
    });
    return [
      acts.edit !== undefined && action('Edit', acts.edit),
      acts.replace !== undefined && action('Replace', acts.replace),
      action('Revoke', acts.revoke),
    ];
  }),
];

function State({ of: { expired, maker } }: { of: AnyKey }) {
  if (expired) return <Badge tone="grey">Expired</Badge>;
  if (maker.gone) return <Badge tone="amber">Review: {maker.email} is no longer an admin</Badge>;
  return null;
}
