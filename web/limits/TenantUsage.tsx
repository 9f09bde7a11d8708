import { useQuery } from '@tanstack/react-query';
import { getUsage } from '../../src/limits/endpoints.ts';
import type { TenantUsage } from '../../src/limits/usage-contract.ts';
import { countUse, includedUse, spendUse } from '../kit/inputs/limits/limit-labels.ts';
import { amountLabel } from '../kit/inputs/money/amount.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { useTenant } from '../kit/session/tenant-context.ts';
import { Card, Fact, Facts, Muted } from '../ui/layout.tsx';
import { NotLoaded } from '../ui/LoadError.tsx';
import { Notice } from '../ui/Notice.tsx';
import { StaleNotice } from '../ui/StaleNotice.tsx';
import { Time } from '../ui/Time.tsx';
import { UseBar } from './UseBar.tsx';

/** A cycle ends when the next one starts, on the day after its last. */
const lastInstantBefore = (instant: string): string => new Date(Date.parse(instant) - 1).toISOString();

/** How often to reload while the page is open, because calls continue. */
const EVERY_MS = 10_000;

/** The tenant's usage in its billing cycle, for its partner and its own admins. */
export function TenantUsageCard() {
  const tenant = useTenant();
  const { data, error, dataUpdatedAt, refetch } = useQuery({
    ...apiQuery(getUsage, { params: { tenantId: tenant.id } }),
    refetchInterval: EVERY_MS,
  });
  if (!data) return <NotLoaded title="Couldn’t load the usage" error={error} again={refetch} />;
  return (
    <Card title="Usage">
      {error && <StaleNotice error={error} since={dataUpdatedAt} />}
      <Usage usage={data} />
    </Card>
  );
}

function Usage({ usage }: { usage: TenantUsage }) {
  const { cycle, spend, minutes, forecast, extensions, dids, alertThresholdPercent: alertPercent } = usage;
  return (
    <>
      {!cycle && <Notice tone="info">There’s no billing profile, so calls aren’t counted.</Notice>}
      {cycle?.metered && (
        <Notice tone="info">On trial: calls aren’t charged. The amounts are what they would have cost.</Notice>
      )}
      {spend?.feesReachCap && (
        <Notice tone="warning">
          The fees of this cycle alone come to as much as the spend limit. Once they do, calls that cost money are
          refused.
        </Notice>
      )}
      <Facts>
        {cycle && (
          <Fact name="Billing cycle">
            <Time at={cycle.startsAt} /> – <Time at={lastInstantBefore(cycle.endsAt)} />
          </Fact>
        )}
        {spend && (
          <Fact name="Spend, before tax">
            <UseBar label="Spend" use={spendUse(spend.used, spend.cap, alertPercent)} />
          </Fact>
        )}
        {minutes && (
          <Fact name="Minutes">
            <UseBar label="Minutes" use={countUse(minutes.used, minutes.cap, alertPercent)} />
          </Fact>
        )}
        {minutes && minutes.included > 0 && (
          <Fact name="Included minutes">
            <UseBar label="Included minutes" use={includedUse(minutes.includedUsed, minutes.included)} />
          </Fact>
        )}
        <Fact name="Extensions">
          <UseBar label="Extensions" use={countUse(extensions.used, extensions.cap, alertPercent)} />
        </Fact>
        <Fact name="Numbers">
          <UseBar label="Numbers" use={countUse(dids.used, dids.cap, alertPercent)} />
        </Fact>
        {forecast && (
          <Fact name="At this pace by the end of the cycle">
            {amountLabel(forecast.spend.amount, forecast.spend.currency)}{' '}
            <Muted>and {forecast.minutes.toLocaleString()} minutes</Muted>
          </Fact>
        )}
      </Facts>
    </>
  );
}
