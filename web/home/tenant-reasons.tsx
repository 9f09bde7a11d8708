import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import type { PartnerSummary } from '../../src/tenants/summary-contract.ts';
import { FRAUD_RULE_NAMES } from '../kit/inputs/limits/fraud-form.ts';
import { usageLabel } from '../kit/inputs/limits/limit-labels.ts';
import { whenDeleted } from '../kit/words/days.ts';
import type { Reason } from './reason.ts';

type Summary = z.infer<typeof PartnerSummary>;
type TenantPage = '' | '/limits' | '/calls' | '/settings';

const TRIP_ENDS = { alert: '', block: ': blocked', suspend: ': suspended' } as const;
const OVER_NOUNS = { maxExtensions: 'extensions', maxDids: 'numbers' } as const;
const CAP_NOUNS = { spend_cap: 'spend', minutes_cap: 'minutes' } as const;

/** The issues in the summary, one for each kind. */
export function tenantReasons(summary: Summary): Reason[] {
  const { fraudTrips, outboundAlerts, nearCaps, overLimit, without911, without911Count, soonPurged } = summary;
  return [
    {
      title: 'Calls that look like fraud',
      why: 'A fraud rule tripped in the last day, or is still blocking calls.',
      lines: fraudTrips.map((trip) =>
        line(trip, '/limits', `${FRAUD_RULE_NAMES[trip.rule]}${TRIP_ENDS[trip.action]}`, trip.rule),
      ),
    },
    {
      title: 'Many calls to expensive numbers',
      why: 'Within ten minutes, in the last day. Someone may have stolen a phone’s password.',
      lines: outboundAlerts.map((alert) => line(alert, '/calls', alert.kind === 'refused' ? 'refused' : 'connected')),
    },
    {
      title: 'Spend or minutes near the limit',
      why: 'When a limit is used up, calls that cost money are refused until the next billing cycle, or until you raise it.',
      lines: nearCaps.map(({ cap, usedPercent, isUsedUp, ...tenant }) =>
        line(tenant, '/limits', isUsedUp ? `${CAP_NOUNS[cap]} used up` : `${usedPercent}% of ${CAP_NOUNS[cap]}`, cap),
      ),
    },
    {
      title: `At or near a limit: ${overLimit.count.toLocaleString()}`,
      why: 'These tenants can’t add more until you raise the limit.',
      lines: [
        ...overLimit.tenants.map(({ limit, current, max, ...tenant }) =>
          line(tenant, '/limits', `${usageLabel(current, max)} ${OVER_NOUNS[limit]}`),
        ),
        ...(overLimit.count > overLimit.tenants.length
          ? [
              <li key="all">
                <Link to="/limits">All limits</Link>
              </li>,
            ]
          : []),
      ],
    },
    {
      title: `No 911 address: ${without911Count.toLocaleString()}`,
      why: 'Callers to 911 from these tenants will have to give their location. Add an address.',
      lines: without911.map((tenant) => line(tenant, '/settings')),
    },
    {
      title: 'Data deleted soon',
      why: 'Cancelled tenants. Reactivate one to keep its data.',
      lines: soonPurged.map((tenant) => line(tenant, '', `deleted ${whenDeleted(tenant.purgeAt)}`)),
    },
  ].filter(({ lines }) => lines.length > 0);
}

/** A tenant with a link to the page and the issue. `part` makes the keys of two lines of the same tenant unique. */
function line({ id, name }: { id: string; name: string }, page: TenantPage, what?: string, part = ''): ReactNode {
  return (
    <li key={`${id} ${part}`}>
      <Link to={`/tenants/$tenantId${page}`} params={{ tenantId: id }}>
        {name}
      </Link>
      {what && <span>{what}</span>}
    </li>
  );
}
