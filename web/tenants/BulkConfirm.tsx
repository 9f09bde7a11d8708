import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { displayNumber } from '../../src/platform/values/phone.ts';
import type { Tenant } from '../../src/tenants/contract.ts';
import { forEachOf } from '../kit/lists/bulk.ts';
import { Form, useApiForm } from '../kit/forms/form.tsx';
import { NamedList } from '../kit/lists/BulkResults.tsx';
import { Button } from '../ui/Button.tsx';
import { CancelButton, Dialog, DialogActions } from '../ui/Dialog.tsx';
import { CheckField } from '../ui/fields.tsx';
import { Muted } from '../ui/layout.tsx';
import { Notice } from '../ui/Notice.tsx';
import { ACTION_LABELS, type BulkAct, type BulkWish, skipped } from './bulk-acts.ts';
import { fetchPreview, type TenantPreview } from './ImpactPreview.tsx';
import { STATUS_NAMES, STATUS_TONES } from '../kit/words/status-labels.ts';
import { NOTHING_CHOSEN, whySchema } from './suspension-form.ts';
import { SuspensionInputs } from './SuspensionInputs.tsx';
import { plural } from '../ui/plural.ts';
import { NOUNS } from '../kit/words/nouns.ts';

/** Each preview is a separate request, so only this many are loaded. */
const LOOKED_AT = 50;

/** The previews of the first tenants. Failed ones are left out. */
function usePreviews(act: BulkAct, tenants: Tenant[]) {
  const ids = tenants.slice(0, LOOKED_AT).map((tenant) => tenant.id);
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

type AskProps = { act: BulkAct; tenants: Tenant[]; onClose: () => void; onBegin: (wish: BulkWish) => void };

/** Confirms a bulk action: lists the tenants, what happens to them, and what is lost. */
export function BulkConfirm({ act, ...props }: AskProps) {
  return act === 'suspend' ? <AskSuspend {...props} /> : <AskReactivate {...props} />;
}

type EachProps = Omit<AskProps, 'act'>;

function AskSuspend({ tenants, onClose, onBegin }: EachProps) {
  const fitting = tenants.filter((tenant) => skipped({ act: 'suspend' }, tenant) === null);
  const previews = usePreviews('suspend', fitting);
  const form = useApiForm({
    schema: whySchema,
    values: NOTHING_CHOSEN,
    send: async (why) => onBegin({ act: 'suspend', why }),
  });
  const title = `Suspend ${plural(fitting.length, NOUNS.tenant)}`;
  return (
    <Dialog title={`${title}?`} onClose={onClose} keepOpen>
      <Form of={form} label={title}>
        <p>{ACTION_LABELS.suspend.say}</p>
        {fitting.length > 0 && <Calls previews={previews} of={fitting.length} />}
        <SuspensionInputs />
        <Chosen tenants={tenants} say={(tenant) => skipped({ act: 'suspend' }, tenant)} />
        <DialogActions>
          <CancelButton />
          <Button type="submit" kind="danger" disabledReason={whyNotBegin(fitting)}>
            {title}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}

function AskReactivate({ tenants, onClose, onBegin }: EachProps) {
  const [withDeleted, setWithDeleted] = useState(false);
  const wish = { act: 'reactivate', withDeleted } as const;
  const fitting = tenants.filter((tenant) => skipped(wish, tenant) === null);
  const deleted = tenants.filter(
    (tenant) => tenant.status === 'CANCELLED' && skipped({ act: 'reactivate', withDeleted: true }, tenant) === null,
  );
  const previews = usePreviews('reactivate', deleted);
  const title = `Reactivate ${plural(fitting.length, NOUNS.tenant)}`;
  return (
    <Dialog title={`${title}?`} onClose={onClose} keepOpen>
      <p>{ACTION_LABELS.reactivate.say}</p>
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
      {withDeleted && deleted.length > LOOKED_AT && (
        <Notice tone="warning">
          Lost numbers are named below for the first {LOOKED_AT} cancelled tenants. For the others you’ll see them in
          the results.
        </Notice>
      )}
      <Chosen
        tenants={tenants}
        say={(tenant) => skipped(wish, tenant)}
        more={(tenant) => (withDeleted ? lostWords(previews?.get(tenant.id)) : '')}
      />
      <DialogActions>
        <CancelButton />
        <Button kind="primary" disabledReason={whyNotBegin(fitting)} onClick={() => onBegin(wish)}>
          {title}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

const whyNotBegin = (fitting: Tenant[]): string | null =>
  fitting.length === 0 ? 'None of the selected tenants can be changed.' : null;

type ChosenProps = {
  tenants: Tenant[];
  /** Why a tenant is skipped; null: it isn't. */
  say: (tenant: Tenant) => string | null;
  more?: (tenant: Tenant) => string;
};

function Chosen({ tenants, say, more = () => '' }: ChosenProps) {
  return (
    <NamedList
      label="Selected tenants"
      items={tenants.map((tenant) => ({
        id: tenant.id,
        name: tenant.name,
        tone: STATUS_TONES[tenant.status],
        text: [say(tenant) ?? `${STATUS_NAMES[tenant.status]} now.`, more(tenant)].filter(Boolean).join(' '),
      }))}
    />
  );
}

function lostWords(preview: TenantPreview | undefined): string {
  if (!preview || preview.lost.length === 0) return '';
  return `Numbers lost: ${preview.lost.map((number) => displayNumber(number)).join(', ')}.`;
}

function Calls({ previews, of }: { previews: ReadonlyMap<string, TenantPreview> | undefined; of: number }) {
  if (!previews) return <Muted>Counting the calls in progress…</Muted>;
  const looked = [...previews.values()];
  const calls = looked.reduce((sum, { liveCalls }) => sum + liveCalls, 0);
  const phones = looked.reduce((sum, { registeredPhones }) => sum + registeredPhones, 0);
  const part = looked.length < of ? ` in the ${plural(looked.length, NOUNS.tenant)} looked at` : '';
  return (
    <p aria-live="polite">
      {plural(calls, { one: '# call in progress ends', other: '# calls in progress end' })}, and{' '}
      {plural(phones, { one: '# phone can reach only 911', other: '# phones can reach only 911' })} from then on{part}.
    </p>
  );
}
