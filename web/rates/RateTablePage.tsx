import { getRouteApi, Link } from '@tanstack/react-router';
import { IconCoins, IconUpload } from '@tabler/icons-react';
import type { Rate, RateTable } from '../../src/rates/contract.ts';
import { amountLabel } from '../kit/amount.ts';
import { useDialogAddress } from '../kit/dialog-address.ts';
import { ListPage } from '../kit/ListPage.tsx';
import { NOUNS } from '../kit/nouns.ts';
import { brandOf, usePermissionReason, useSession } from '../kit/session.ts';
import { LoadedPage } from '../kit/LoadedPage.tsx';
import { Button } from '../ui/Button.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { Card, Fact, Facts, Muted } from '../ui/layout.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { plural } from '../ui/plural.ts';
import { Time } from '../ui/Time.tsx';
import { ImportRates } from './ImportRates.tsx';
import { PriceLookup } from './PriceLookup.tsx';
import { ratesList, rateTableQuery } from './queries.ts';

const route = getRouteApi('/authenticated/rates/$tableId');

/** One rate table: what a number would cost, and all of its rates. */
export function RateTablePage() {
  const { tableId } = route.useParams();
  return (
    <LoadedPage query={rateTableQuery(tableId)} failed="Couldn’t load this rate table">
      {(table) => <Loaded table={table} />}
    </LoadedPage>
  );
}

function Loaded({ table }: { table: RateTable }) {
  const session = useSession();
  const address = useDialogAddress(['import-rates']);
  const reason = usePermissionReason('rates.write');
  const upload = (
    <Button
      icon={<IconUpload size={16} aria-hidden />}
      disabledReason={reason}
      onClick={() => address.open('import-rates')}
    >
      Import rates
    </Button>
  );
  return (
    <Page title={table.name} intro={<Link to="/rates">All rate tables</Link>} brand={brandOf(session)} actions={upload}>
      <Card form>
        <Facts>
          <Fact name="Currency">{table.currency}</Fact>
          <Fact name="Rates now">
            <Period of={table.current} none="None" />
          </Fact>
          <Fact name="Next rates">
            <Period of={table.next} none="None planned" />
          </Fact>
        </Facts>
      </Card>
      <PriceLookup table={table} />
      <ListPage
        {...ratesList(table.id, route.useSearch())}
        label="Rates"
        noun={NOUNS.rate}
        columns={columnsIn(table.currency)}
        defaultSort="prefix"
        searchHint="Search by prefix or destination"
        empty={
          <Empty icon={<IconCoins size={22} />} title="No rates yet" action={upload}>
            Import a file with a prefix, a price per minute and increments in each row.
          </Empty>
        }
      />
      {address.dialog === 'import-rates' && <ImportRates table={table} onClose={address.close} />}
    </Page>
  );
}

function Period({ of: period, none }: { of: RateTable['current']; none: string }) {
  if (!period) return <Muted>{none}</Muted>;
  return (
    <>
      {plural(period.rates, NOUNS.rate)} from <Time at={period.validFrom} withClock />
    </>
  );
}

const columnsIn = (currency: string): Column<Rate>[] => [
  { id: 'prefix', header: 'Prefix', sortable: true, cell: ({ prefix }) => <span className="mono">+{prefix}</span> },
  { id: 'destination', header: 'Destination', sortable: true, cell: ({ destination }) => destination },
  { id: 'perMinute', header: 'Per minute', end: true, cell: ({ perMinute }) => amountLabel(perMinute, currency) },
  {
    id: 'increments',
    header: 'Increments',
    end: true,
    cell: ({ initialSeconds, incrementSeconds }) => `${initialSeconds}/${incrementSeconds}`,
  },
  { id: 'setup', header: 'Set-up', end: true, wideOnly: true, cell: ({ setup }) => amountLabel(setup, currency) },
  {
    id: 'minimum',
    header: 'Minimum',
    end: true,
    wideOnly: true,
    cell: ({ minimum }) => amountLabel(minimum, currency),
  },
];
