import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { IconHash, IconPlus } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { z } from 'zod';
import type { Extension } from '../../src/extensions/contract.ts';
import { type Routing, Routing as RoutingSchema, type TenantDid } from '../../src/numbers/contract.ts';
import { displayNumber, toE164 } from '../../src/platform/values/phone.ts';
import { api, type ApiError, type Page as ApiPage } from '../kit/api.ts';
import { useEdit } from '../kit/edit.ts';
import { EditForm, SaveButton } from '../kit/EditForm.tsx';
import { TextInput } from '../kit/form.tsx';
import { ListPage } from '../kit/ListPage.tsx';
import { useMay } from '../kit/session.ts';
import { Button } from '../ui/Button.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { CancelButton, Dialog, DialogActions } from '../ui/Dialog.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { SelectField, type SelectOption } from '../ui/SelectField.tsx';
import { toast } from '../ui/toast.tsx';
import { useTenant, useTenantReason, useTitleEnd } from '../kit/tenant-context.ts';
import styles from './tenant-numbers.module.css';
import { optionOf, routingOf, routingOptions } from './routing.ts';
import { NOUNS } from '../kit/nouns.ts';

const AssignNumber = lazy(() => import('./AssignNumber.tsx'));
const route = getRouteApi('/authenticated/tenants/$tenantId/numbers');

/** The tenant's numbers and where a call to each goes. */
export function TenantNumbers() {
  const tenant = useTenant();
  const client = useQueryClient();
  const reason = useTenantReason('routing.write');
  const partners = useMay('numbers.read');
  const mayNotAssign = useTenantReason('numbers.write');
  const [assigning, setAssigning] = useState(false);
  const [outside, setOutside] = useState<TenantDid | null>(null);
  const { data: extensions } = useQuery({
    queryKey: ['tenants', 'extensions', tenant.id, 'all'],
    queryFn: () => api.get<ApiPage<Extension>>(`/tenants/${tenant.id}/extensions`, { limit: 200 }),
  });
  const pathOf = (did: TenantDid) => `/tenants/${tenant.id}/dids/${did.id}`;
  const save = async (did: TenantDid, routing: Routing) => {
    const saved = await api.patch<TenantDid>(pathOf(did), { body: { routing }, ifMatch: did.version });
    await client.invalidateQueries({ queryKey: ['tenants', 'dids'] });
    toast.success('The next call goes there.', `${displayNumber(did.number)} saved`);
    return saved;
  };
  const choose = async (did: TenantDid, option: string) => {
    if (option === 'external') return setOutside(did);
    try {
      await save(did, routingOf(option));
    } catch (error) {
      toast.error((error as ApiError).message);
      await client.invalidateQueries({ queryKey: ['tenants', 'dids'] });
    }
  };
  const options = routingOptions(extensions?.items ?? []);
  const columns = columnsOf(options, reason, choose, setOutside);
  const cancelled = tenant.status === 'CANCELLED';
  const assign = partners && !cancelled && (
    <Button
      kind="primary"
      icon={<IconPlus size={17} aria-hidden />}
      disabledReason={mayNotAssign}
      onClick={() => setAssigning(true)}
    >
      Assign number
    </Button>
  );
  return (
    <Page
      title="Numbers"
      intro="The numbers that callers dial, and where each one rings."
      brand={useTitleEnd()}
      actions={assign}
    >
      <ListPage
        path={`/tenants/${tenant.id}/dids`}
        cacheKey={['tenants', 'dids', tenant.id]}
        search={route.useSearch()}
        label="Numbers"
        noun={NOUNS.number}
        columns={columns}
        defaultSort="number"
        searchHint="Search numbers"
        empty={
          <Empty icon={<IconHash size={22} />} title="No numbers yet" action={assign}>
            {cancelled
              ? 'Its numbers went back to your inventory when it was cancelled.'
              : partners
                ? 'Assign one from your inventory, and choose where it rings.'
                : 'Your provider assigns numbers.'}
          </Empty>
        }
      />
      <Suspense>
        {assigning && <AssignNumber tenant={tenant} routings={options} onClose={() => setAssigning(false)} />}
      </Suspense>
      {outside && (
        <OutsideNumber
          did={outside}
          load={() => api.get<TenantDid>(pathOf(outside))}
          save={save}
          onClose={() => setOutside(null)}
        />
      )}
    </Page>
  );
}

function columnsOf(
  options: SelectOption[],
  reason: string | null,
  choose: (did: TenantDid, option: string) => void,
  onOutside: (did: TenantDid) => void,
): Column<TenantDid>[] {
  return [
    { id: 'number', header: 'Number', sortable: true, cell: (did) => <strong>{displayNumber(did.number)}</strong> },
    {
      id: 'routing',
      header: 'Calls go to',
      cell: (did) => (
        <div className={styles.routing}>
          <SelectField
            name={`Calls to ${displayNumber(did.number)} go to`}
            small
            searchable
            options={withPresent(options, did)}
            value={optionOf(did.routing)}
            onChange={(option) => option && choose(did, option)}
            disabledReason={reason}
          />
          {did.routing.kind === 'external' && (
            <Button small kind="quiet" disabledReason={reason} onClick={() => onOutside(did)}>
              Change
            </Button>
          )}
        </div>
      ),
    },
  ];
}

/** The outside number that a call goes to now is named in its own row. */
function withPresent(options: SelectOption[], did: TenantDid): SelectOption[] {
  if (did.routing.kind !== 'external') return options;
  const label = `Outside: ${displayNumber(did.routing.number)}`;
  return options.map((option) => (option.value === 'external' ? { ...option, label } : option));
}

const outsideSchema = z.preprocess((form) => {
  const typed = (form as { number: string }).number;
  return { kind: 'external', number: toE164(typed) ?? typed };
}, RoutingSchema);

type OutsideProps = {
  did: TenantDid;
  load: () => Promise<TenantDid>;
  save: (did: TenantDid, routing: Routing) => Promise<TenantDid>;
  onClose: () => void;
};

function OutsideNumber({ did, load, save, onClose }: OutsideProps) {
  const edit = useEdit({
    item: did,
    formOf: ({ routing }) => ({ number: routing.kind === 'external' ? routing.number : '' }),
    schema: () => outsideSchema as unknown as z.ZodType<Routing, { number: string }>,
    fields: { number: { name: 'Outside number', words: displayNumber } },
    load,
    save: (routing, now) => save(now, routing),
    done: onClose,
    fieldOfCode: { invalid: 'number' },
  });
  return (
    <Dialog title={`Where calls to ${displayNumber(did.number)} go`} size="small" onClose={onClose} keepOpen>
      <EditForm of={edit} label="Outside number" what="this number">
        <TextInput
          name="number"
          label="Outside number"
          type="tel"
          placeholder="+12125550101"
          autoFocus
          description="With its country code, or ten digits in the US."
        />
        <DialogActions>
          <CancelButton />
          <SaveButton of={edit}>Send calls there</SaveButton>
        </DialogActions>
      </EditForm>
    </Dialog>
  );
}
