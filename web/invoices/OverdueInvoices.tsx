import { useQuery } from '@tanstack/react-query';
import { getTenantInvoicePdf } from '../../src/invoices/tenant-endpoints.ts';
import { getOverdue } from '../../src/past-due/endpoints.ts';
import { amountLabel } from '../kit/inputs/money/amount.ts';
import { Download } from '../kit/lists/Download.tsx';
import { addressOf } from '../kit/session/call.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { LineList } from '../ui/layout.tsx';
import { LoadError } from '../ui/LoadError.tsx';
import { dayLabel } from '../ui/time-labels.ts';

/** Read again often, because a payment may be recorded at any moment. */
const EVERY_MS = 15_000;

/** A suspended tenant's overdue invoices and how to pay them, for its admins. */
export function OverdueInvoices({ tenantId }: { tenantId: string }) {
  const { data, error, refetch } = useQuery({
    ...apiQuery(getOverdue, { params: { tenantId } }),
    refetchInterval: EVERY_MS,
  });
  if (!data) return error ? <LoadError title="Couldn’t load the invoices" error={error} again={refetch} /> : null;
  if (data.invoices.length === 0) return null;
  const sums = data.amounts.map(({ amount, currency }) => amountLabel(amount, currency)).join(' and ');
  return (
    <>
      <p>
        <strong>{sums}</strong> is overdue. Service resumes as soon as your payment is recorded.
      </p>
      <LineList>
        {data.invoices.map(({ id, number, dueOn, due, currency }) => (
          <li key={id}>
            <div>
              {number}, due {dayLabel(dueOn)}: {amountLabel(due, currency)}
            </div>
            <Download
              small
              kind="quiet"
              href={addressOf(getTenantInvoicePdf, { params: { tenantId, invoiceId: id } })}
              file={`${number}.pdf`}
            >
              Download PDF
            </Download>
          </li>
        ))}
      </LineList>
      {data.howToPay !== '' && (
        <div>
          {data.howToPay.split('\n').map((line, at) => (
            <p key={`${at} ${line}`}>{line}</p>
          ))}
        </div>
      )}
    </>
  );
}
