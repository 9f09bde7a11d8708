import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { RefundPreview } from '../../../src/refunds/contract.ts';
import { amountLabel } from '../../kit/inputs/money/amount.ts';
import { useMailed } from '../../kit/session/mailed.ts';
import type { ApiQuery } from '../../kit/session/queries.ts';
import { LoadError } from '../../ui/LoadError.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { dayLabel } from '../../ui/time-labels.ts';

/** `payer`: the tenant's or partner's name. `suspends`: it can be suspended for what is overdue. */
type Effect = { currency: string; payer: string; suspends?: boolean };

/** What a refund would do to the account of a tenant or a partner. */
export function RefundEffect({ query, ...effect }: Effect & { query: ApiQuery<RefundPreview> }) {
  const { data, error, refetch } = useQuery({ ...query, placeholderData: keepPreviousData, staleTime: 0 });
  if (error) return <LoadError title="Couldn’t load the preview" error={error} again={refetch} />;
  return data ? <EffectText preview={data} {...effect} /> : null;
}

function EffectText({ preview, currency, payer, suspends = false }: Effect & { preview: RefundPreview }) {
  const mailed = useMailed();
  const { fromCredit, reopened, invoices } = preview;
  const label = (decimal: string) => amountLabel(decimal, currency);
  const credit = Number(fromCredit) > 0 ? `${label(fromCredit)} is taken off the credit of ${payer}.` : '';
  if (Number(reopened) === 0)
    return <Notice title="No invoice is due again">{credit} Nothing is owed because of this refund.</Notice>;
  const isOverdue = invoices.some((invoice) => invoice.isOverdue);
  const suspended = suspends ? `, and ${payer} can be suspended as past due` : '';
  return (
    <Notice tone="warning" title={`${payer} will owe ${label(reopened)} again`}>
      {invoices.map(({ invoiceId, invoiceNumber, amount, dueOn }) => (
        <p key={invoiceId}>
          {invoiceNumber}: {label(amount)} left to pay, due {dayLabel(dueOn)}
        </p>
      ))}
      <p>
        {credit} {isOverdue && `It is overdue at once${mailed(': reminders go out', '')}${suspended}. `}
        If {payer} shouldn’t owe this, issue a credit note first: the refund then uses its credit.
      </p>
    </Notice>
  );
}
