import { useQuery } from '@tanstack/react-query';
import type { TenantAccount } from '../../src/payments/account-contract.ts';
import { getTenantAccount } from '../../src/payments/endpoints.ts';
import { chargeClassLabel } from '../kit/inputs/limits/outbound-form.ts';
import { amountLabel, balanceLabel } from '../kit/inputs/money/amount.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { useTenantId } from '../kit/session/tenant-context.ts';
import { Card, Fact, Facts, Muted } from '../ui/layout.tsx';
import { NotLoaded } from '../ui/LoadError.tsx';
import { plural } from '../ui/plural.ts';
import { dayLabel } from '../ui/time-labels.ts';

/** The tenant's billing terms and balance, for its partner and its own admins. */
export function AccountCard() {
  const tenantId = useTenantId();
  const { data, error, refetch } = useQuery(apiQuery(getTenantAccount, { params: { tenantId } }));
  if (!data) return <NotLoaded title="Couldn’t load the plan and balance" error={error} again={refetch} />;
  return (
    <Card title="Plan and balance">
      <Account account={data} />
    </Card>
  );
}

type Plan = NonNullable<TenantAccount['plan']>;

const FEES: readonly [keyof Plan & `${string}Fee`, string][] = [
  ['monthlyFee', 'Monthly fee'],
  ['extensionFee', 'Per extension'],
  ['localNumberFee', 'Per local number'],
  ['tollFreeNumberFee', 'Per toll-free number'],
];

function Account({ account: { plan, balances } }: { account: TenantAccount }) {
  return (
    <Facts>
      {balances.map(({ currency, balance, overdue }) => (
        <Fact key={currency} name="Balance">
          <strong>{balanceLabel(balance, currency)}</strong>{' '}
          {Number(overdue) > 0 && <Muted>{amountLabel(overdue, currency)} of it is overdue</Muted>}
        </Fact>
      ))}
      <Fact name="Plan">{plan ? plan.name : <Muted>None. Nothing is charged.</Muted>}</Fact>
      {plan && <PlanFacts plan={plan} />}
    </Facts>
  );
}

function PlanFacts({ plan }: { plan: Plan }) {
  const { currency, includedMinutes, includedClasses, nextFirstDay, paymentTermsDays } = plan;
  const calls = includedClasses.map(chargeClassLabel);
  return (
    <>
      {FEES.filter(([name]) => Number(plan[name]) > 0).map(([name, label]) => (
        <Fact key={name} name={label}>
          {amountLabel(plan[name], currency)} <Muted>a month</Muted>
        </Fact>
      ))}
      {includedMinutes > 0 && (
        <Fact name="Included minutes">
          {includedMinutes.toLocaleString()} <Muted>{calls.join(', ')}</Muted>
        </Fact>
      )}
      <Fact name="Next invoice">
        {dayLabel(nextFirstDay)}{' '}
        <Muted>
          due{' '}
          {paymentTermsDays === 0 ? 'at once' : plural(paymentTermsDays, { one: 'after # day', other: 'after # days' })}
        </Muted>
      </Fact>
    </>
  );
}
