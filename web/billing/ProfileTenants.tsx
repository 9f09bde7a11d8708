import { IconUsers } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { BillingProfile, ProfileTenant } from '../../src/billing/contract.ts';
import { ListPage } from '../kit/lists/ListPage.tsx';
import type { ListSearch } from '../kit/lists/search.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { StatusBadge } from '../kit/words/StatusBadge.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { Card, Muted } from '../ui/layout.tsx';
import { Empty } from '../ui/Page.tsx';
import { Time } from '../ui/Time.tsx';
import { profileTenantsList } from './queries.ts';

/** The tenants that a profile charges, and when its current terms begin to apply to each. */
export function ProfileTenants({ profile, search }: { profile: BillingProfile; search: ListSearch }) {
  return (
    <Card title="Used by">
      <ListPage
        {...profileTenantsList(profile.id, search)}
        label="Tenants"
        noun={NOUNS.tenant}
        columns={columnsOf(profile)}
        defaultSort="name"
        empty={
          <Empty icon={<IconUsers size={22} />} title="No tenant uses it yet">
            Choose it for a tenant, or for new ones in the tenant defaults.
          </Empty>
        }
      />
    </Card>
  );
}

const columnsOf = ({ termsNumber }: BillingProfile): Column<ProfileTenant>[] => [
  {
    id: 'name',
    header: 'Tenant',
    sortable: true,
    cell: ({ id, name }) => (
      <Link to="/tenants/$tenantId" params={{ tenantId: id }}>
        {name}
      </Link>
    ),
  },
  { id: 'status', header: 'Status', cell: ({ status }) => <StatusBadge status={status} /> },
  {
    id: 'terms',
    header: 'Terms apply',
    cell: (tenant) => {
      if (tenant.termsNumber === termsNumber) return 'Now';
      return tenant.nextCycleAt ? (
        <>
          From <Time at={tenant.nextCycleAt} withClock />
        </>
      ) : (
        <Muted>From its next cycle</Muted>
      );
    },
  },
];
