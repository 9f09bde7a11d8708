import { IconCoins, IconTrash, IconUpload } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { Rate } from '../../src/rates/contract.ts';
import type { WholesaleTable } from '../../src/rates/wholesale-contract.ts';
import { deleteWholesaleTable } from '../../src/rates/wholesale-endpoints.ts';
import { ConfirmDialog } from '../kit/acts/ConfirmDialog.tsx';
import { useDialogAddress } from '../kit/forms/dialog-address.ts';
import { ListPage } from '../kit/lists/ListPage.tsx';
import { LoadedPage } from '../kit/pages/LoadedPage.tsx';
import { call } from '../kit/session/call.ts';
import { refresh } from '../kit/session/changes.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { Button } from '../ui/Button.tsx';
import { Card, Fact } from '../ui/layout.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { toast } from '../ui/toast.tsx';
import { ImportWholesaleRates } from './ImportRates.tsx';
import { OpenImport } from './OpenImport.tsx';
import { partnerWholesaleRatesList, partnerWholesaleTableQuery } from './queries.ts';
import { rateColumns } from './rate-columns.tsx';
import { wholesaleImportsQuery } from './rates-import.ts';
import { TableFacts } from './TableFacts.tsx';
import { DIRECTIONS } from './wholesale-labels.ts';

const route = getRouteApi('/authenticated/operator/partners/$partnerId/wholesale/$wholesaleTableId');

/** A partner's wholesale rates, for the operator, who sets them. */
export function PartnerWholesalePage() {
  const { partnerId, wholesaleTableId } = route.useParams();
  return (
    <LoadedPage
      query={partnerWholesaleTableQuery({ partnerId, wholesaleTableId })}
      failed="Couldn’t load these wholesale rates"
    >
      {(table) => <Loaded partnerId={partnerId} table={table} />}
    </LoadedPage>
  );
}

function Loaded({ partnerId, table }: { partnerId: string; table: WholesaleTable }) {
  const address = useDialogAddress(['import-rates', 'delete-table']);
  const client = useQueryClient();
  const navigate = useNavigate();
  const params = { partnerId, wholesaleTableId: table.id };
  const upload = (
    <Button icon={<IconUpload size={16} aria-hidden />} onClick={() => address.open('import-rates')}>
      Import rates
    </Button>
  );
  return (
    <Page
      title={table.name}
      intro={
        <Link to="/operator/partners/$partnerId" params={{ partnerId }}>
          The partner
        </Link>
      }
      actions={
        <>
          <Button icon={<IconTrash size={16} aria-hidden />} onClick={() => address.open('delete-table')}>
            Delete
          </Button>
          {upload}
        </>
      }
    >
      <OpenImport imports={wholesaleImportsQuery(params)} onOpen={() => address.open('import-rates')} />
      <Card form>
        <TableFacts table={table}>
          <Fact name="The partner pays for">{DIRECTIONS[table.direction]}</Fact>
        </TableFacts>
      </Card>
      <ListPage
        {...partnerWholesaleRatesList(params, route.useSearch())}
        label="Wholesale rates"
        noun={NOUNS.rate}
        columns={rateColumns<Rate>(table.currency)}
        defaultSort="prefix"
        searchHint="Search by prefix or destination"
        empty={
          <Empty icon={<IconCoins size={22} />} title="No rates yet" action={upload}>
            Import a file with a prefix, a price per minute and increments in each row.
          </Empty>
        }
      />
      {address.dialog === 'import-rates' && (
        <ImportWholesaleRates partnerId={partnerId} table={table} onClose={address.close} />
      )}
      {address.dialog === 'delete-table' && (
        <ConfirmDialog
          title={`Delete ${table.name}?`}
          verb="Delete wholesale table"
          onClose={address.close}
          version={table.version}
          act={async (version) => {
            await call(deleteWholesaleTable, { params, ifMatch: version });
            toast.success('The cost of past calls doesn’t change.', `${table.name} deleted`);
            // leave first, because this page would request the deleted table again
            await navigate({ to: '/operator/partners/$partnerId', params: { partnerId } });
            await refresh(client);
          }}
        >
          <p>All of its rates are deleted. The cost of later calls is unknown until there are rates again.</p>
        </ConfirmDialog>
      )}
    </Page>
  );
}
