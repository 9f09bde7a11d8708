import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { BillingSummary } from '../../src/invoices/contract.ts';
import { amountLabel } from '../kit/inputs/money/amount.ts';
import { Card, LineList, Muted } from '../ui/layout.tsx';
import { NotLoaded } from '../ui/LoadError.tsx';
import { Meter } from '../ui/Meter.tsx';
import { Stat, Stats } from '../ui/Page.tsx';
import { summaryQuery } from './queries.ts';
import styles from './month-so-far.module.css';

/** Read again while the page is open, because calls continue. */
const EVERY_MS = 30_000;

/** This month's invoiced and upcoming amounts, by currency. */
export function MonthSoFar() {
  const { data, error, refetch } = useQuery({ ...summaryQuery, refetchInterval: EVERY_MS });
  if (!data) return <NotLoaded title="Couldn’t load this month" error={error} again={refetch} />;
  return data.currencies.map((sums) => <Currency key={sums.currency} sums={sums} />);
}

type Sums = BillingSummary['currencies'][number];

function Currency({ sums }: { sums: Sums }) {
  const amount = (text: string) => amountLabel(text, sums.currency);
  return (
    <Card title={`This month so far, in ${sums.currency}`}>
      <Stats>
        <Stat
          label="Invoiced, before tax"
          value={amount(sums.invoiced)}
          note={`${amount(sums.invoicedLastMonth)} last month`}
        />
        <Stat label="Unbilled" value={amount(sums.unbilled)} note="In current billing cycles" />
        <Stat label="Outstanding" value={amount(sums.open)} />
        <Stat label="Overdue" value={amount(sums.overdue)} />
      </Stats>
      {sums.tenants.length > 0 && (
        <div className={styles.byTenant}>
          <ByTenant sums={sums} />
        </div>
      )}
    </Card>
  );
}

function ByTenant({ sums: { currency, tenants } }: { sums: Sums }) {
  const highest = Math.max(...tenants.map(({ unbilled }) => Number(unbilled)), 0);
  return (
    <LineList intro="Unbilled, by tenant">
      {tenants.map(({ tenantId, name, unbilled, open }) => (
        <li key={tenantId}>
          <div>
            <Link to="/tenants/$tenantId/billing" params={{ tenantId }}>
              {name}
            </Link>{' '}
            {Number(open) > 0 && <Muted>{amountLabel(open, currency)} to be paid</Muted>}
          </div>
          <div className={styles.amount}>
            <Meter
              label={`Unbilled, ${name}`}
              share={highest === 0 ? 0 : Number(unbilled) / highest}
              text={amountLabel(unbilled, currency)}
              tone="brand"
            />
            <div>{amountLabel(unbilled, currency)}</div>
          </div>
        </li>
      ))}
    </LineList>
  );
}
