import { IconCoins, IconUpload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Rate, RateTable } from '../../src/rates/contract.ts';
import { useDialogAddress } from '../kit/forms/dialog-address.ts';
import { ListPage } from '../kit/lists/ListPage.tsx';
import { LoadedPage } from '../kit/pages/LoadedPage.tsx';
import { brandOf, useMay, usePermissionReason, useSession } from '../kit/session/session.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { Button } from '../ui/Button.tsx';
import { Card } from '../ui/layout.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { ImportRates } from './ImportRates.tsx';
import { OpenImport } from './OpenImport.tsx';
import { PriceLookup } from './PriceLookup.tsx';
import { marginsList, ratesList, rateTableQuery, wholesaleTablesQuery } from './queries.ts';
import { marginColumns, rateColumns } from './rate-columns.tsx';
import { rateImportsQuery } from './rates-import.ts';
import { TableFacts } from './TableFacts.tsx';

const route = getRouteApi('/authenticated/rates/$tableId');

/** A rate table: a price look-up, and all of its rates. */
export function RateTablePage() {
  const { tableId } = route.useParams();
  return (
    <LoadedPage query={rateTableQuery(tableId)} failed="Couldn’t load this rate table">
      {(table) => <Loaded table={table} />}
    </LoadedPage>
  );
}

/** Whether wholesale rates for outbound calls exist and the user may see them. */
function useSeesMargins(): boolean {
  const enabled = useMay('wholesale.read');
  const { data } = useQuery({ ...wholesaleTablesQuery, enabled });
  return data?.items.some(({ direction, current }) => direction === 'outbound' && current !== null) ?? false;
}

function Loaded({ table }: { table: RateTable }) {
  const session = useSession();
  const address = useDialogAddress(['import-rates']);
  const reason = usePermissionReason('rates.write');
  const seesMargins = useSeesMargins();
  const upload = (
    <Button
      icon={<IconUpload size={16} aria-hidden />}
      disabledReason={reason}
      onClick={() => address.open('import-rates')}
    >
      Import rates
    </Button>
  );
  const list = {
    label: 'Rates',
    noun: NOUNS.rate,
    defaultSort: 'prefix',
    searchHint: 'Search by prefix or destination',
    empty: (
      <Empty icon={<IconCoins size={22} />} title="No rates yet" action={upload}>
        Import a file with a prefix, a price per minute and increments in each row.
      </Empty>
    ),
  };
  const search = route.useSearch();
  return (
    <Page title={table.name} intro={<Link to="/rates">All rate tables</Link>} brand={brandOf(session)} actions={upload}>
      {!reason && <OpenImport imports={rateImportsQuery(table.id)} onOpen={() => address.open('import-rates')} />}
      <Card form>
        <TableFacts table={table} />
      </Card>
      <PriceLookup table={table} seesMargins={seesMargins} />
      {seesMargins ? (
        <ListPage {...marginsList(table.id, search)} columns={marginColumns(table.currency)} {...list} />
      ) : (
        <ListPage {...ratesList(table.id, search)} columns={rateColumns<Rate>(table.currency)} {...list} />
      )}
      {address.dialog === 'import-rates' && <ImportRates table={table} onClose={address.close} />}
    </Page>
  );
}
