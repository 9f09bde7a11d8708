import { IconUsers } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import type { DirectoryEntry } from '../../src/number-plan/contract.ts';
import { ListPage } from '../kit/lists/ListPage.tsx';
import { useSession } from '../kit/session/session.ts';
import { useTenantId, useTitleEnd } from '../kit/session/tenant-context.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { Badge } from '../ui/Badge.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { Row } from '../ui/layout.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { directoryList } from './queries.ts';

const route = getRouteApi('/authenticated/tenants/$tenantId/directory');

/** Everyone in the tenant who can be dialled, for all of its users. */
export function Directory() {
  const own = useSession().extension?.id;
  return (
    <Page
      title="Directory"
      intro="Numbers inside the company. People outside are under Contacts."
      brand={useTitleEnd()}
    >
      <ListPage
        {...directoryList(useTenantId(), route.useSearch())}
        label="Directory"
        noun={NOUNS.entry}
        columns={columnsOf(own)}
        defaultSort="number"
        searchHint="Search by name or number"
        empty={
          <Empty icon={<IconUsers size={22} />} title="Nobody to dial yet">
            Extensions and groups appear here as soon as there are any.
          </Empty>
        }
      />
    </Page>
  );
}

const columnsOf = (own: string | undefined): Column<DirectoryEntry>[] => [
  { id: 'number', header: 'Number', sortable: true, cell: ({ number }) => <strong>{number}</strong> },
  {
    id: 'name',
    header: 'Name',
    sortable: true,
    cell: ({ id, name, kind }) => (
      <Row tight>
        {name} {kind === 'group' && <Badge tone="grey">Group</Badge>} {id === own && <Badge tone="blue">You</Badge>}
      </Row>
    ),
  },
];
