import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { type Did, type Routing, Routing as RoutingSchema, type TenantDid } from '../../src/numbers/contract.ts';
import { displayNumber } from '../../src/platform/values/phone.ts';
import type { Tenant } from '../../src/tenants/contract.ts';
import { api, type Page } from '../kit/api.ts';
import { CheckInput, Form, SelectInput, TextInput, useApiForm } from '../kit/form.tsx';
import { Button } from '../ui/Button.tsx';
import { CancelButton, Dialog, DialogActions } from '../ui/Dialog.tsx';
import { Notice } from '../ui/Notice.tsx';
import type { SelectOption } from '../ui/SelectField.tsx';
import { toast } from '../ui/toast.tsx';
import { routingOf } from './routing.ts';
import { daysUntil } from '../kit/days.ts';
import { plural } from '../ui/plural.ts';
import { NOUNS } from '../kit/nouns.ts';

type Typed = { didId: string | null; to: string; outside: string; acknowledgeAgeing: boolean };
type Wanted = { didId: string; routing: Routing; acknowledgeAgeing: boolean };

const schema = z.unknown().transform((form, context): Wanted => {
  const { didId, to, outside, acknowledgeAgeing } = form as Typed;
  const routing = RoutingSchema.safeParse(to === 'external' ? { kind: 'external', number: outside } : routingOf(to));
  if (didId === null) context.addIssue({ code: 'custom', path: ['didId'], message: 'Choose a number.' });
  if (!routing.success)
    context.addIssue({ code: 'custom', path: ['outside'], message: routing.error.issues[0]?.message });
  return didId === null || !routing.success ? z.NEVER : { didId, routing: routing.data, acknowledgeAgeing };
}) as unknown as z.ZodType<Wanted, Typed>;

const SHOWN = 50;

/** Numbers of the inventory that are free, as far as they match what is typed. */
function useFreeNumbers(search: string): Did[] {
  const { data } = useQuery({
    queryKey: ['tenants', 'inventory', 'free', search],
    queryFn: ({ signal }) => api.get<Page<Did>>('/dids', { status: 'UNASSIGNED', search, limit: SHOWN }, signal),
    placeholderData: keepPreviousData,
  });
  return data?.items ?? [];
}

type AssignProps = { tenant: Tenant; routings: readonly SelectOption[]; onClose: () => void };

/** Gives the tenant a free number and says where it rings, in one go. */
export default function AssignNumber({ tenant, routings, onClose }: AssignProps) {
  const client = useQueryClient();
  const [search, setSearch] = useState('');
  const free = useFreeNumbers(/\d/.test(search) ? search : '');
  const form = useApiForm({
    schema,
    values: { didId: null, to: 'none', outside: '', acknowledgeAgeing: false } satisfies Typed as Typed,
    send: async ({ didId, routing, acknowledgeAgeing }, key) => {
      const body = { tenantId: tenant.id, acknowledgeAgeing };
      const did = await api.post<Did>(`/dids/${didId}/assign`, { body, key });
      await route(tenant.id, did, routing);
      await client.invalidateQueries({ queryKey: ['tenants'] });
    },
    done: onClose,
    fieldOfCode: { did_ageing: 'acknowledgeAgeing', did_not_available: 'didId', limit_reached: 'didId' },
  });
  const [didId, to] = form.form.watch(['didId', 'to']);
  const ageing = free.find(({ id, lastTenantId }) => id === didId && lastTenantId !== tenant.id)?.ageingUntil;
  return (
    <Dialog title="Assign a number" onClose={onClose} keepOpen>
      <Form of={form} label="Assign a number">
        <SelectInput
          name="didId"
          label="Number"
          options={free.map(({ id, number }) => ({ value: id, label: displayNumber(number) }))}
          searchable
          onSearch={setSearch}
          placeholder="Search numbers"
          emptyText="No free number. Add some under Numbers."
        />
        {ageing && (
          <>
            <Notice tone="warning" title="This number had another subscriber not long ago">
              In quarantine for {plural(daysUntil(ageing), NOUNS.moreDay)}. Calls meant for them may reach {tenant.name}
              .
            </Notice>
            <CheckInput name="acknowledgeAgeing" label="Assign it now anyway. This is recorded in the audit log." />
          </>
        )}
        <SelectInput name="to" label="Rings at" options={routings} searchable />
        {to === 'external' && (
          <TextInput name="outside" label="Outside number" type="tel" placeholder="(212) 555-0101" />
        )}
        <DialogActions>
          <CancelButton />
          <Button type="submit" kind="primary" busy={form.busy}>
            Assign number
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}

/** The number is the tenant's by now: if it cannot be routed, that is said, and is chosen in the list. */
async function route(tenantId: string, did: Did, routing: Routing): Promise<void> {
  const name = displayNumber(did.number);
  if (routing.kind === 'none')
    return toast.success('It plays a message until you choose where it rings.', `${name} assigned`);
  try {
    await api.patch<TenantDid>(`/tenants/${tenantId}/dids/${did.id}`, { body: { routing }, ifMatch: did.version });
    toast.success('The next call rings there.', `${name} assigned`);
  } catch (error) {
    toast.error(
      `Choose where it rings in the list. ${(error as Error).message}`,
      `${name} is assigned, but doesn’t ring yet`,
    );
  }
}
