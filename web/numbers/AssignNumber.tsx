import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { Destination } from '../../src/destinations/contract.ts';
import type { Did } from '../../src/numbers/contract.ts';
import { assignDid, listDids, routeDid } from '../../src/numbers/endpoints.ts';
import { displayNumber } from '../../src/platform/values/phone.ts';
import type { Tenant } from '../../src/tenants/contract.ts';
import { formSchema } from '../kit/forms/form-schema.ts';
import { CheckInput, SelectInput, useApiForm } from '../kit/forms/form.tsx';
import { FormDialog } from '../kit/forms/FormDialog.tsx';
import {
  type DestinationForm,
  readDestinationForm,
  toDestinationForm,
} from '../kit/inputs/choices/destination-form.ts';
import { DestinationInput } from '../kit/inputs/choices/DestinationInput.tsx';
import { isSearching } from '../kit/inputs/choices/found-options.ts';
import { AddedFees } from '../kit/inputs/money/AddedFees.tsx';
import { errorText } from '../kit/session/api.ts';
import { useChange } from '../kit/session/changes.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { daysUntil } from '../kit/words/days.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { Notice } from '../ui/Notice.tsx';
import { plural } from '../ui/plural.ts';
import { toast } from '../ui/toast.tsx';
import { billedNumbers } from './number-fees.ts';
import { NUMBER_OPTIONS } from './number-options.ts';

type AssignForm = { didId: string | null; routing: DestinationForm; acknowledgeAgeing: boolean };

const Wanted = z.object({
  didId: z.string('Choose a number.'),
  routing: Destination,
  acknowledgeAgeing: z.boolean(),
});

const schema = formSchema(Wanted, ({ routing, ...rest }: AssignForm) => ({
  ...rest,
  routing: readDestinationForm(routing),
}));

const MAX_SHOWN = 50;

/** The free numbers of the inventory that match the typed text, and what to say if there are none. */
function useFreeNumbers(search: string): { free: Did[]; searching: boolean; emptyText: string } {
  const query = useQuery({
    ...apiQuery(listDids, { query: { status: 'UNASSIGNED', search, limit: MAX_SHOWN } }),
    placeholderData: keepPreviousData,
  });
  const searching = isSearching(query);
  if (!query.data) return { free: [], searching, emptyText: 'Couldn’t load the free numbers' };
  const emptyText = search === '' ? 'No free number. Add some under Numbers.' : 'No free number matches';
  return { free: query.data.items, searching, emptyText };
}

type AssignProps = { tenant: Tenant; onClose: () => void };

/** Assigns a free number to the tenant and routes it, in one dialog. */
export default function AssignNumber({ tenant, onClose }: AssignProps) {
  const change = useChange();
  const [search, setSearch] = useState('');
  const { free, searching, emptyText } = useFreeNumbers(/\d/.test(search) ? search : '');
  const form = useApiForm({
    schema,
    values: { didId: null, routing: toDestinationForm(null), acknowledgeAgeing: false },
    send: async ({ didId, routing, acknowledgeAgeing }, key) => {
      const body = { tenantId: tenant.id, acknowledgeAgeing };
      const did = await change(assignDid, { params: { didId }, body, key });
      await route(change, tenant.id, did, routing);
    },
    done: onClose,
    fieldOfCode: { did_ageing: 'acknowledgeAgeing', did_not_available: 'didId', limit_reached: 'didId' },
  });
  const didId = form.form.watch('didId');
  const chosen = free.filter(({ id }) => id === didId);
  const ageing = chosen.find(({ lastTenantId }) => lastTenantId !== tenant.id)?.ageingUntil;
  return (
    <FormDialog title="Assign a number" onClose={onClose} of={form} label="Assign a number" verb="Assign number">
      <SelectInput
        name="didId"
        label="Number"
        options={free.map(({ id, number }) => ({ value: id, label: displayNumber(number) }))}
        searchable
        onSearch={setSearch}
        placeholder="Search numbers"
        searching={searching}
        emptyText={emptyText}
      />
      {ageing && (
        <>
          <Notice tone="warning" title="This number had another subscriber not long ago">
            In quarantine for {plural(daysUntil(ageing), NOUNS.moreDay)}. Calls meant for them may reach {tenant.name}.
          </Notice>
          <CheckInput name="acknowledgeAgeing" label="Assign it now anyway. This is recorded in the audit log." />
        </>
      )}
      <DestinationInput name="routing" label="Rings at" fixed={NUMBER_OPTIONS} />
      <AddedFees tenantId={tenant.id} things={billedNumbers(chosen, tenant.id)} />
    </FormDialog>
  );
}

/** If routing fails after the number was assigned, shows the error. The user can then route it in the list. */
async function route(
  change: ReturnType<typeof useChange>,
  tenantId: string,
  did: Did,
  routing: Destination,
): Promise<void> {
  const name = displayNumber(did.number);
  if (routing.kind === 'none')
    return toast.success('It plays a message until you choose where it rings.', `${name} assigned`);
  try {
    await change(routeDid, { params: { tenantId, didId: did.id }, body: { routing }, ifMatch: did.version });
    toast.success('The next call rings there.', `${name} assigned`);
  } catch (error) {
    toast.error(
      `Choose where it rings in the list. ${errorText(error) ?? ''}`,
      `${name} is assigned, but doesn’t ring yet`,
    );
  }
}
