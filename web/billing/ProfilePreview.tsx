import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { BillingProfile } from '../../src/billing/contract.ts';
import type { BillingPreview, PreviewLine } from '../../src/billing/profiles/preview-contract.ts';
import { useTenantOptions } from '../kit/inputs/choices/tenant-options.ts';
import { chargeClassLabel } from '../kit/inputs/limits/outbound-form.ts';
import { amountLabel } from '../kit/inputs/money/amount.ts';
import { ErrorNotice } from '../kit/pages/ErrorNotice.tsx';
import { NOUNS } from '../kit/words/nouns.ts';
import type { Column } from '../ui/DataTable.tsx';
import { DataTable } from '../ui/DataTable.tsx';
import { Card, Stack } from '../ui/layout.tsx';
import { plural } from '../ui/plural.ts';
import { SelectField } from '../ui/SelectField.tsx';
import { dayLabel } from '../ui/time-labels.ts';
import { profilePreviewQuery } from './queries.ts';

/** What a tenant's last month would have cost on this profile as it is saved. */
export function ProfilePreview({ profile }: { profile: BillingProfile }) {
  const [tenantId, setTenantId] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const searched = useTenantOptions(typed, tenantId ?? undefined);
  const { data, error } = useQuery({
    ...profilePreviewQuery(tenantId ?? '', profile.id),
    enabled: tenantId !== null,
  });
  return (
    <Card title="What would a tenant’s last month have cost?">
      <Stack gap="small">
        <SelectField
          label="Try it on a tenant"
          {...searched}
          searchable
          clearable
          onSearch={setTyped}
          placeholder="Choose a tenant"
          value={tenantId}
          onChange={setTenantId}
          description="Uses the saved terms and today’s rates. Nothing is charged."
        />
        <ErrorNotice error={tenantId === null ? null : error} />
        <div aria-live="polite">{tenantId !== null && data && <Month of={data} />}</div>
      </Stack>
    </Card>
  );
}

function Month({ of: month }: { of: BillingPreview }) {
  const lines = month.lines.map((line, index) => ({ ...line, id: String(index) }));
  return (
    <Stack gap="small">
      <p>
        {dayLabel(month.firstDay)} – {dayLabel(month.lastDay)}:{' '}
        <strong>{amountLabel(month.total, month.currency)}</strong> before taxes.
      </p>
      {month.isAsIfActive && <p>It was not active in that month, so every day is counted as if it had been.</p>}
      {month.callsWithoutRate > 0 && (
        <p>
          {plural(month.callsWithoutRate, NOUNS.call)} went to numbers that the rate table doesn’t name. They would have
          been refused.
        </p>
      )}
      {lines.length > 0 && (
        <DataTable label="Lines" columns={columnsOf(month)} rows={lines} rowId={({ id }) => id} empty={null} />
      )}
    </Stack>
  );
}

const FEE_LABELS: Record<Exclude<PreviewLine['kind'], 'calls'>, string> = {
  tenant: 'Monthly fee',
  extension: 'Extensions',
  localNumber: 'Local numbers',
  tollFreeNumber: 'Toll-free numbers',
  setup: 'Set-up fees',
};

const minutes = (seconds: number): string =>
  (seconds / 60).toLocaleString(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

function quantityText(line: PreviewLine, days: number): string {
  if (line.kind === 'setup') return String(line.quantity);
  if (line.kind !== 'calls') return `${line.quantity} of ${days} days`;
  const included = line.includedSeconds === 0 ? '' : `, ${minutes(line.includedSeconds)} of them included`;
  return `${plural(line.quantity, NOUNS.call)}, ${minutes(line.chargedSeconds)} minutes charged${included}`;
}

const columnsOf = ({ days, currency }: BillingPreview): Column<PreviewLine>[] => [
  {
    id: 'what',
    header: 'What',
    cell: ({ kind, chargeClass }) => {
      if (kind !== 'calls') return FEE_LABELS[kind];
      return chargeClass === null ? 'Calls' : `Calls: ${chargeClassLabel(chargeClass).toLowerCase()}`;
    },
  },
  { id: 'quantity', header: 'Quantity', cell: (line) => quantityText(line, days) },
  { id: 'amount', header: 'Amount', end: true, cell: ({ amount }) => amountLabel(amount, currency) },
];
