import { IconFileInvoice } from '@tabler/icons-react';
import { ListPage } from '../kit/lists/ListPage.tsx';
import type { ApiList } from '../kit/session/queries.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import type { Column } from '../ui/DataTable.tsx';
import { Empty } from '../ui/Page.tsx';
import type { ListedInvoice } from './columns.tsx';

type InvoiceListProps<Row> = {
  list: ApiList<Row>;
  columns: readonly Column<Row>[];
  /** Shown in an empty list: when to expect the first invoice. */
  empty: string;
};

/** The invoices of one tenant or partner. */
export function InvoiceList<Row extends ListedInvoice>({ list, columns, empty }: InvoiceListProps<Row>) {
  return (
    <ListPage
      {...list}
      label="Invoices"
      noun={NOUNS.invoice}
      columns={columns}
      defaultSort="-number"
      empty={
        <Empty icon={<IconFileInvoice size={22} />} title="No invoices yet">
          {empty}
        </Empty>
      }
    />
  );
}
