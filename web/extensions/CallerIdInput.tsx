import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormContext } from 'react-hook-form';
import { getTenantDid, listTenantDids } from '../../src/numbers/endpoints.ts';
import { displayNumber } from '../../src/platform/values/phone.ts';
import { SelectInput } from '../kit/form.tsx';
import { apiQuery } from '../kit/queries.ts';
import { useTenantId } from '../kit/tenant-context.ts';

const MAX_SHOWN = 50;

/** One of the tenant's numbers, found on the server: a tenant may have thousands. The chosen one is always among them. */
export function CallerIdInput() {
  const tenantId = useTenantId();
  const [typed, setTyped] = useState('');
  const chosen = useFormContext<{ outboundCallerIdDidId: string | null }>().watch('outboundCallerIdDidId');
  const { data: one } = useQuery({
    ...apiQuery(getTenantDid, { params: { tenantId, didId: chosen ?? '' } }),
    enabled: chosen !== null,
  });
  // the text of the chosen option stands in the search box, too: that is no search
  const search = one && typed === displayNumber(one.number) ? '' : typed;
  const { data: found } = useQuery({
    ...apiQuery(listTenantDids, { params: { tenantId }, query: { search, limit: MAX_SHOWN } }),
    placeholderData: keepPreviousData,
  });
  const numbers = found?.items ?? [];
  const shown = one && !numbers.some(({ id }) => id === one.id) ? [one, ...numbers] : numbers;
  return (
    <SelectInput
      name="outboundCallerIdDidId"
      label="Outbound caller ID"
      clearable
      searchable
      onSearch={setTyped}
      placeholder="The tenant’s first number"
      options={shown.map(({ id, number }) => ({ value: id, label: displayNumber(number) }))}
      emptyText="No numbers found"
    />
  );
}
