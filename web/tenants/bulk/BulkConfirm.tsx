import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { displayNumber } from '../../../src/platform/values/phone.ts';
import type { Tenant } from '../../../src/tenants/contract.ts';
import { Form, useApiForm } from '../../kit/forms/form.tsx';
import { forEachOf } from '../../kit/lists/bulk.ts';
import { NamedList } from '../../kit/lists/BulkResults.tsx';
import { NOUNS } from '../../kit/words/nouns.ts';
import { STATUS_NAMES, STATUS_TONES } from '../../kit/words/status-labels.ts';
import { Button } from '../../ui/Button.tsx';
import { CancelButton, Dialog, DialogActions } from '../../ui/Dialog.tsx';
import { CheckField } from '../../ui/fields.tsx';
import { Muted } from '../../ui/layout.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { plural } from '../../ui/plural.ts';
import { fetchPreview, type TenantPreview } from '../status/ImpactPreview.tsx';
import { NOTHING_CHOSEN, suspensionSchema } from '../status/suspension-form.ts';
import { SuspensionInputs } from '../status/SuspensionInputs.tsx';
import { ACTION_LABELS, type BulkAct, type BulkChange, skipped } from './bulk-acts.ts';

/** Each preview is a separate request, so only this many are loaded. */
const MAX_PREVIEWS = 50;

/** The previews of the first tenants. Failed ones are left out. */
function usePreviews(act: BulkAct, tenants: Tenant[]) {
  const ids = tenants.slice(0, MAX_PREVIEWS).map((tenant) => tenant.id);
  const { data } = useQuery({
    queryKey: ['preview', act, ids],
    queryFn: async ({ signal }) => {
      const found = new Map<string, TenantPreview>();
      await forEachOf(ids, async (id) => {
        const preview = await fetchPreview(id, act, signal).catch(() => null);
        if (preview) found.set(id, preview);
      });
      return found;
    },
    gcTime: 0,
    enabled: ids.length > 0,
  });
  return data;
}

type ConfirmProps = { act: BulkAct; tenants: Tenant[]; onClose: () => void; onBegin: (change: BulkChange) => void };

/** Confirms a bulk action: lists the tenants, what happens to them, and what is lost. */
export function BulkConfirm({ act, ...props }: ConfirmProps) {
  return act === 'suspend' ? <ConfirmSuspend {...props} /> : <ConfirmReactivate {...props} />;
}

type ActProps = Omit<ConfirmProps, 'act'>;

function ConfirmSuspend({ tenants, onClose, onBegin }: ActProps) {
  const changeable = tenants.filter((tenant) => skipped({ act: 'suspend' }, tenant) === null);
  const previews = usePreviews('suspend', changeable);
  const form = useApiForm({
    schema: suspensionSchema,
    values: NOTHING_CHOSEN,
    send: async (suspension) => onBegin({ act: 'suspend', suspension }),
  });
  const title = `Suspend ${plural(changeable.length, NOUNS.tenant)}`;
  return (
    <Dialog title={`${title}?`} onClose={onClose} keepOpen>
      <Form of={form} label={title}>
        <p>{ACTION_LABELS.suspend.description}</p>
        {changeable.length > 0 && <Calls previews={previews} of={changeable.length} />}
        <SuspensionInputs />
        <Chosen tenants={tenants} skipReason={(tenant) => skipped({ act: 'suspend' }, tenant)} />
        <DialogActions>
          <CancelButton />
          <Button type="submit" kind="danger" disabledReason={beginDisabledReason(changeable)}>
            {title}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}

function ConfirmReactivate({ tenants, onClose, onBegin }: ActProps) {
  const [withDeleted, setWithDeleted] = useState(false);
  const change = { act: 'reactivate', withDeleted } as const;
  const changeable = tenants.filter((tenant) => skipped(change, tenant) === null);
  const deleted = tenants.filter(
    (tenant) => tenant.status === 'CANCELLED' && skipped({ act: 'reactivate', withDeleted: true }, tenant) === null,
  );
  const previews = usePreviews('reactivate', deleted);
  const title = `Reactivate ${plural(changeable.length, NOUNS.tenant)}`;
  return (
    <Dialog title={`${title}?`} onClose={onClose} keepOpen>
      <p>{ACTION_LABELS.reactivate.description}</p>
      {deleted.length > 0 && (
        <CheckField
          label={plural(deleted.length, {
            one: 'Also reactivate the cancelled tenant',
            other: 'Also reactivate the # cancelled tenants',
          })}
          description="Their numbers come back unless another tenant has them now."
          value={withDeleted}
          onChange={setWithDeleted}
        />
      )}
      {withDeleted && deleted.length > MAX_PREVIEWS && (
        <Notice tone="warning">
          Lost numbers are named below for the first {MAX_PREVIEWS} cancelled tenants. For the others you’ll see them in
          the results.
        </Notice>
      )}
      <Chosen
        tenants={tenants}
        skipReason={(tenant) => skipped(change, tenant)}
        detail={(tenant) => (withDeleted ? lostText(previews?.get(tenant.id)) : '')}
      />
      <DialogActions>
        <CancelButton />
        <Button kind="primary" disabledReason={beginDisabledReason(changeable)} onClick={() => onBegin(change)}>
          {title}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

const beginDisabledReason = (changeable: Tenant[]): string | null =>
  changeable.length === 0 ? 'None of the selected tenants can be changed.' : null;

type ChosenProps = {
  tenants: Tenant[];
  /** Why a tenant is skipped; null: it isn't. */
  skipReason: (tenant: Tenant) => string | null;
  detail?: (tenant: Tenant) => string;
};

function Chosen({ tenants, skipReason, detail = () => '' }: ChosenProps) {
  return (
    <NamedList
      label="Selected tenants"
      items={tenants.map((tenant) => ({
        id: tenant.id,
        name: tenant.name,
        tone: STATUS_TONES[tenant.status],
        text: [skipReason(tenant) ?? `${STATUS_NAMES[tenant.status]} now.`, detail(tenant)].filter(Boolean).join(' '),
      }))}
    />
  );
}

function lostText(preview: TenantPreview | undefined): string {
  if (!preview || preview.lost.length === 0) return '';
  return `Numbers lost: ${preview.lost.map((number) => displayNumber(number)).join(', ')}.`;
}

function Calls({ previews, of }: { previews: ReadonlyMap<string, TenantPreview> | undefined; of: number }) {
  if (!previews) return <Muted>Counting the calls in progress…</Muted>;
  const looked = [...previews.values()];
  const calls = looked.reduce((sum, { liveCalls }) => sum + liveCalls, 0);
  const phones = looked.reduce((sum, { registeredPhones }) => sum + registeredPhones, 0);
  const part = looked.length < of ? ` in the ${plural(looked.length, NOUNS.tenant)} checked` : '';
  return (
    <p aria-live="polite">
      {plural(calls, { one: '# call in progress ends', other: '# calls in progress end' })}, and{' '}
      {plural(phones, { one: '# phone can reach only 911', other: '# phones can reach only 911' })} from then on{part}.
    </p>
  );
}
