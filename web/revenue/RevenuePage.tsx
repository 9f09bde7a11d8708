import { getRouteApi } from '@tanstack/react-router';
import { exportRevenue } from '../../src/revenue/endpoints.ts';
import { Download } from '../kit/lists/Download.tsx';
import { useSearchChange } from '../kit/lists/search-change.ts';
import { LoadedPage } from '../kit/pages/LoadedPage.tsx';
import { addressOf } from '../kit/session/call.ts';
import { brandOf, useSession } from '../kit/session/session.ts';
import { Row } from '../ui/layout.tsx';
import { Page } from '../ui/Page.tsx';
import { CurrencyRevenue } from './CurrencyRevenue.tsx';
import { monthLabel } from './months.ts';
import { MonthSelect } from './MonthSelect.tsx';
import { revenueQuery } from './queries.ts';

const route = getRouteApi('/authenticated/revenue');

/** The partner's revenue, cost and margin of a month, by currency. */
export function RevenuePage() {
  const { month } = route.useSearch();
  const session = useSession();
  const changeSearch = useSearchChange();
  return (
    <LoadedPage query={revenueQuery(month)} failed="Couldn’t load the revenue">
      {(revenue) => (
        <Page
          title="Revenue"
          intro="What your tenants are charged before taxes, what their calls and your operator’s monthly fees cost you, and what is left."
          brand={brandOf(session)}
          actions={
            <Download href={addressOf(exportRevenue, { query: { month: revenue.month } })} file="revenue.csv">
              Export CSV
            </Download>
          }
        >
          <Row tight>
            <MonthSelect
              value={revenue.month}
              timezone={revenue.timezone}
              description={`${revenue.isRunning ? 'So far' : 'The whole month'}, by the calendar of ${revenue.timezone}`}
              onChange={(value) => changeSearch({ month: value }, { resetScroll: false })}
            />
          </Row>
          {revenue.currencies.length === 0 && (
            <p>Nothing was charged in {monthLabel(revenue.month)}. Tenants with a billing profile appear here.</p>
          )}
          {revenue.currencies.map((currency) => (
            <CurrencyRevenue key={currency.currency} of={currency} />
          ))}
        </Page>
      )}
    </LoadedPage>
  );
}
