import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { listInvoices } from '../../src/invoices/endpoints.ts';
import type { ResponseOf } from '../../src/platform/http/endpoint.ts';
import type { listUnratedCalls } from '../../src/rerating/endpoints.ts';
import type { Webhook } from '../../src/webhooks/contract.ts';
import type { listWebhooks } from '../../src/webhooks/endpoints.ts';
import type { listWholesaleInvoices } from '../../src/wholesale/endpoints.ts';
import { amountLabel } from '../kit/inputs/money/amount.ts';
import { useMay } from '../kit/session/session.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { plural } from '../ui/plural.ts';
import { dayLabel } from '../ui/time-labels.ts';
import { billsQuery, overdueQuery, unratedQuery, webhooksQuery } from './queries.ts';
import type { Reason } from './reason.ts';

type Money = {
  bills: ResponseOf<typeof listWholesaleInvoices> | undefined;
  overdue: ResponseOf<typeof listInvoices> | undefined;
  unrated: ResponseOf<typeof listUnratedCalls> | undefined;
  webhooks: ResponseOf<typeof listWebhooks> | undefined;
};

const EVERY_MINUTE = { refetchInterval: 60_000 };

/** States in which a webhook gets no events although nobody paused it. */
const STOPPED: ReadonlySet<string> = new Set(['failing', 'failed', 'gone']);

const doing = ({ state, parked }: Pick<Webhook, 'state' | 'parked'>): string => {
  if (state === 'failing') return 'tried again now and then';
  return STOPPED.has(state) ? 'stopped' : `${plural(parked, NOUNS.event)} parked`;
};

/** Counts of other lists, as far as the user may see them. */
export function useMoney(): Money {
  const bills = useQuery({ ...billsQuery(), ...EVERY_MINUTE, enabled: useMay('wholesale.read') });
  const overdue = useQuery({ ...overdueQuery(), ...EVERY_MINUTE, enabled: useMay('invoices.read') });
  const unrated = useQuery({ ...unratedQuery(), ...EVERY_MINUTE, enabled: useMay('rates.read') });
  const webhooks = useQuery({ ...webhooksQuery(), ...EVERY_MINUTE, enabled: useMay('webhooks.read') });
  return { bills: bills.data, overdue: overdue.data, unrated: unrated.data, webhooks: webhooks.data };
}

/** The partner’s own overdue bills, its tenants’ overdue invoices, unrated calls and failing webhooks. */
export function moneyReasons({ bills, overdue, unrated, webhooks }: Money): Reason[] {
  const stopped = webhooks?.items.filter(({ state, parked }) => STOPPED.has(state) || parked > 0) ?? [];
  return [
    {
      title: 'Your bill is overdue',
      why: 'The platform operator hasn’t received the payment.',
      lines: (bills?.items ?? [])
        .filter(({ isOverdue }) => isOverdue)
        .map(({ id, number, due, currency, dueOn }) => (
          <li key={id}>
            <Link to="/bill/$wholesaleInvoiceId" params={{ wholesaleInvoiceId: id }}>
              {number}
            </Link>
            <span>
              {amountLabel(due, currency)}, due {dayLabel(dueOn)}
            </span>
          </li>
        )),
    },
    {
      title: `Overdue invoices: ${(overdue?.total ?? 0).toLocaleString()}`,
      why: 'Past their due day. The billing profile says when their tenants are reminded and suspended.',
      lines: [
        ...(overdue?.items ?? []).map(({ id, billedTo, due, currency, dueOn }) => (
          <li key={id}>
            <Link to="/invoices/$invoiceId" params={{ invoiceId: id }}>
              {billedTo}
            </Link>
            <span>
              {amountLabel(due, currency)}, due {dayLabel(dueOn)}
            </span>
          </li>
        )),
        ...(overdue && overdue.total > overdue.items.length
          ? [
              <li key="all">
                <Link to="/invoices" search={{ status: 'overdue' }}>
                  All overdue invoices
                </Link>
              </li>,
            ]
          : []),
      ],
    },
    {
      title: 'Calls without a price',
      why: 'They were answered, but aren’t charged until you rate them again.',
      lines: unrated?.total
        ? [
            <li key="unrated">
              <Link to="/unrated-calls">{plural(unrated.total, { one: '# call', other: '# calls' })}</Link>
            </li>,
          ]
        : [],
    },
    {
      title: 'Failing webhooks',
      why: 'Your server doesn’t accept events. Those of the last 30 days can be sent again.',
      lines: stopped.map(({ id, name, ...webhook }) => (
        <li key={id}>
          <Link to="/developers/webhooks/$webhookId" params={{ webhookId: id }}>
            {name}
          </Link>
          <span>{doing(webhook)}</span>
        </li>
      )),
    },
  ].filter(({ lines }) => lines.length > 0);
}
