import { IconCoins } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Rate } from '../../src/rates/contract.ts';
import { ListPage } from '../kit/lists/ListPage.tsx';
import { LoadedPage } from '../kit/pages/LoadedPage.tsx';
import { brandOf, useSession } from '../kit/session/session.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { Card, Fact } from '../ui/layout.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { wholesaleRatesList, wholesaleTableQuery } from './queries.ts';
import { rateColumns } from './rate-columns.tsx';
import { TableFacts } from './TableFacts.tsx';
import { DIRECTIONS } from './wholesale-labels.ts';

const route = getRouteApi('/authenticated/wholesale/$wholesaleTableId');

/** A partner's wholesale rates, read-only. */
export function WholesaleTablePage() {
  const { wholesaleTableId } = route.useParams();
  const session = useSession();
  const search = route.useSearch();
  return (
    <LoadedPage query={wholesaleTableQuery(wholesaleTableId)} failed="Couldn’t load these wholesale rates">
      {(table) => (
        <Page title={table.name} intro={<Link to="/rates">All rate tables</Link>} brand={brandOf(session)}>
          <Card form>
            <TableFacts table={table}>
              <Fact name="What you pay for">{DIRECTIONS[table.direction]}</Fact>
            </TableFacts>
          </Card>
          <ListPage
            {...wholesaleRatesList(table.id, search)}
            label="Wholesale rates"
            noun={NOUNS.rate}
            columns={rateColumns<Rate>(table.currency)}
            defaultSort="prefix"
            searchHint="Search by prefix or destination"
            empty={
              <Empty icon={<IconCoins size={22} />} title="No rates yet">
                The cost of calls isn’t known until your operator has set rates.
              </Empty>
            }
          />
        </Page>
      )}
    </LoadedPage>
  );
}
