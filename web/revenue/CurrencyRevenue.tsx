import type { RevenueOfCurrency } from '../../src/revenue/contract.ts';
import { amountLabel } from '../kit/inputs/money/amount.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { BarChart } from '../ui/BarChart.tsx';
import { Card, Muted, Stack } from '../ui/layout.tsx';
import { Stat, Stats } from '../ui/Page.tsx';
import { plural } from '../ui/plural.ts';
import { dayLabel } from '../ui/time-labels.ts';
import { marginText } from './margin-text.ts';
import { changeText } from './months.ts';
import { TenantRevenue } from './TenantRevenue.tsx';
import { TopDestinations } from './TopDestinations.tsx';

/** The revenue in one currency: totals, calls by day, tenants and destinations. */
export function CurrencyRevenue({ of }: { of: RevenueOfCurrency }) {
  const { currency, before, days, tenants, tenantsCount, destinations } = of;
  const amount = (text: string) => amountLabel(text, currency);
  const hasCalls = days.some(({ revenue, cost }) => Number(revenue) !== 0 || Number(cost) !== 0);
  return (
    <>
      <Card title={`In ${currency}`}>
        <Stack gap="small">
          <Stats>
            <Stat label="Revenue" value={amount(of.revenue)} note={changeText(of.revenue, before.revenue)} />
            <Stat label="Cost of calls" value={amount(of.cost)} note={changeText(of.cost, before.cost)} />
            <Stat
              label="Operator’s fees"
              value={amount(of.operatorFees)}
              note={changeText(of.operatorFees, before.operatorFees)}
            />
            <Stat label="Margin" value={marginText(of, currency)} note={changeText(of.margin, before.margin)} />
            <Stat label="Unbilled" value={amount(of.unbilled)} note="In current billing cycles" />
            <Stat label="Overdue" value={amount(of.overdue)} />
          </Stats>
          {Number(of.suspendedFees) !== 0 && (
            <p>
              Cost of suspended tenants: {amount(of.suspendedFees)} of the operator’s fees, for days on which they paid
              you nothing.
            </p>
          )}
          <LeftOut of={of} />
        </Stack>
      </Card>
      <Card title="Calls by day">
        {hasCalls ? (
          <BarChart
            label={`Calls by day, in ${currency}`}
            place="Day"
            series={['Revenue', 'Cost']}
            bars={days.map(({ day, revenue, cost }) => ({
              label: dayLabel(day),
              values: [revenue, cost].map((text) => ({ size: Number(text), text: amount(text) })),
            }))}
          />
        ) : (
          <Muted>No calls were charged, and none cost you anything.</Muted>
        )}
      </Card>
      <TenantRevenue tenants={tenants} tenantsCount={tenantsCount} currency={currency} />
      {destinations.length > 0 && <TopDestinations destinations={destinations} currency={currency} />}
    </>
  );
}

/** Calls that the totals leave out, so that they aren't mistaken for free ones. */
function LeftOut({ of }: { of: RevenueOfCurrency }) {
  const notes = [
    ...(of.callsWithoutCost > 0
      ? [`${plural(of.callsWithoutCost, NOUNS.call)} without a known cost in ${of.currency}.`]
      : []),
    ...(of.callsWithoutPrice > 0 ? [`${plural(of.callsWithoutPrice, NOUNS.call)} without a price yet.`] : []),
    ...of.otherCosts.map(
      ({ currency, cost }) =>
        `Calls also cost you ${amountLabel(cost, currency)}, which isn’t included in these totals.`,
    ),
  ];
  return notes.map((note) => (
    <p key={note}>
      <Muted>{note}</Muted>
    </p>
  ));
}
