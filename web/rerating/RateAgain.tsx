import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { dayAfter, isDay, startOfDay } from '../../src/platform/time/zoned-days.ts';
import { rateCallsAgain } from '../../src/rerating/endpoints.ts';
import { useTenantOptions } from '../kit/inputs/choices/tenant-options.ts';
import { DayField } from '../kit/inputs/DayField.tsx';
import { exactAmountLabel } from '../kit/inputs/money/amount.ts';
import { rateTablesQuery } from '../kit/inputs/money/rate-tables.ts';
import { ErrorNotice } from '../kit/pages/ErrorNotice.tsx';
import { useApiMutation } from '../kit/session/changes.ts';
import { localZone } from '../kit/words/days.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { Button } from '../ui/Button.tsx';
import { CancelButton, Dialog, DialogActions } from '../ui/Dialog.tsx';
import { FieldRow } from '../ui/fields.tsx';
import { plural } from '../ui/plural.ts';
import { SelectField } from '../ui/SelectField.tsx';
import { timeLabel } from '../ui/time-labels.ts';
import { toast } from '../ui/toast.tsx';
import { versionsQuery } from './queries.ts';
import { RatedAgainPreview } from './RatedAgainPreview.tsx';

type Chosen = { tableId: string | null; listId: string | null; from: string; until: string; tenantId: string | null };
const NOTHING: Chosen = { tableId: null, listId: null, from: '', until: '', tenantId: null };

/** Rates the calls of some days again by the rates of one import, after a preview. */
export function RateAgain({ onClose }: { onClose: () => void }) {
  const [chosen, setChosen] = useState(NOTHING);
  const preview = useApiMutation(rateCallsAgain, { errors: 'shown' });
  const run = useApiMutation(rateCallsAgain, {
    errors: 'shown',
    onSuccess: ({ rated, changed }) => {
      toast.success(`${plural(changed, NOUNS.call)} adjusted.`, `${plural(rated, NOUNS.call)} priced`);
      onClose();
    },
  });
  const choose = (some: Partial<Chosen>) => {
    setChosen({ ...chosen, ...some });
    preview.reset();
    run.reset();
  };
  const zone = localZone();
  const { tableId, listId, from, until, tenantId } = chosen;
  const isWhole = tableId !== null && listId !== null && isDay(from) && isDay(until);
  const seen = preview.data;
  const ask = (difference: string | null) => {
    if (!isWhole) return;
    const days = { from: startOfDay(from, zone), until: startOfDay(dayAfter(until), zone) };
    const request = { params: { tableId }, body: { listId, ...days, tenantId, difference } };
    if (difference === null) preview.mutate({ ...request, query: { dryRun: 'true' } });
    else run.mutate(request);
  };
  const hasEffect = seen !== undefined && seen.rated + seen.changed > 0;
  return (
    <Dialog title="Rate calls again" onClose={onClose} busy={run.isPending} size="large" keepOpen>
      <ErrorNotice error={run.error ?? preview.error} />
      <p>
        Calls without a price get one. The price of other calls doesn’t change; the difference is added to the tenant’s
        next invoice, or deducted. Issued invoices stay as they are.
      </p>
      <RatesChoice tableId={tableId} listId={listId} onChange={choose} />
      <FieldRow>
        <DayField label={`First day (${zone})`} value={from} onChange={(day) => choose({ from: day })} />
        <DayField label="Last day" value={until} onChange={(day) => choose({ until: day })} />
        <TenantChoice value={tenantId} onChange={(id) => choose({ tenantId: id })} />
      </FieldRow>
      {seen && <RatedAgainPreview read={seen} />}
      <DialogActions>
        <CancelButton />
        <Button
          busy={preview.isPending}
          disabledReason={isWhole ? null : 'Choose the rates and the days first.'}
          onClick={() => ask(null)}
        >
          Preview
        </Button>
        {seen && (
          <Button
            kind="primary"
            busy={run.isPending}
            disabledReason={hasEffect ? null : 'Nothing would change.'}
            onClick={() => ask(seen.difference)}
          >
            Rate again for {exactAmountLabel(seen.difference, seen.currency)}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}

type RatesChoiceProps = Pick<Chosen, 'tableId' | 'listId'> & { onChange: (chosen: Partial<Chosen>) => void };

function RatesChoice({ tableId, listId, onChange }: RatesChoiceProps) {
  const tables = useQuery(rateTablesQuery);
  const versions = useQuery({ ...versionsQuery(tableId ?? ''), enabled: tableId !== null });
  return (
    <FieldRow>
      <SelectField
        label="Rate table"
        searchable
        options={(tables.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={tableId}
        onChange={(id) => onChange({ tableId: id, listId: null })}
        description="For calls of tenants whose billing profile uses it."
      />
      <SelectField
        label="Its rates from"
        options={(versions.data?.items ?? []).map(({ id, validFrom, rates }) => ({
          value: id,
          label: `${timeLabel(validFrom, null, 'minute')} (${plural(rates, NOUNS.rate)})`,
        }))}
        value={listId}
        onChange={(id) => onChange({ listId: id })}
        disabledReason={tableId === null ? 'Choose a table first.' : null}
      />
    </FieldRow>
  );
}

function TenantChoice({ value, onChange }: { value: string | null; onChange: (id: string | null) => void }) {
  const [typed, setTyped] = useState('');
  const searched = useTenantOptions(typed, value ?? undefined);
  return (
    <SelectField
      label="Tenant"
      {...searched}
      searchable
      clearable
      placeholder="All tenants"
      onSearch={setTyped}
      value={value}
      onChange={onChange}
    />
  );
}
