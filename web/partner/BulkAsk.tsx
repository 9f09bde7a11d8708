import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { displayNumber } from '../../src/platform/phone.ts';
import type { Tenant } from '../../src/tenants/contract.ts';
import { forEachOf } from '../bulk.ts';
import { NamedList } from '../Outcomes.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog, DialogActions } from '../ui/Dialog.tsx';
import { CheckField } from '../ui/fields.tsx';
import { Muted } from '../ui/layout.tsx';
import { Notice } from '../ui/Notice.tsx';
import { ACT_WORDS, type BulkAct, type BulkWish, skipped } from './bulk-acts.ts';
import { askPreview, type TenantPreview } from './Effects.tsx';
import { plural, STATUS_NAMES, STATUS_TONES } from './status.ts';

/** Each look is a request of its own: a few dozen are asked for, however many are chosen. */
const LOOKED_AT = 50;

/** What the act would do with each, as far as it is looked at; one that cannot be found out is left out. */
function usePreviews(act: BulkAct, tenants: Tenant[]) {
  const ids = tenants.slice(0, LOOKED_AT).map((tenant) => tenant.id);
  const { data } = useQuery({
    queryKey: ['tenants', 'preview', 'many', act, ids],
    queryFn: async ({ signal }) => {
      const found = new Map<string, TenantPreview>();
      await forEachOf(ids, async (id) => {
        const preview = await askPreview(id, act, signal).catch(() => null);
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

/** Before an act on many: who they are, what becomes of each, and what is lost by it. */
export function BulkAsk({ act, tenants, onClose, onBegin }: AskProps) {
  const [withDeleted, setWithDeleted] = useState(false);
  const wish = { act, withDeleted };
  const fitting = tenants.filter((tenant) => skipped(wish, tenant) === null);
  const deleted = tenants.filter(
    (tenant) => tenant.status === 'CANCELLED' && skipped({ act, withDeleted: true }, tenant) === null,
  );
  const previews = usePreviews(act, act === 'suspend' ? fitting : deleted);
  const { verb, say } = ACT_WORDS[act];
  const title = `${verb} ${plural(fitting.length, 'tenant')}`;
  return (
    <Dialog title={`${title}?`} onClose={onClose} keepOpen>
      <p>{say}</p>
      {act === 'suspend' && fitting.length > 0 && <Calls previews={previews} of={fitting.length} />}
      {deleted.length > 0 && (
        <CheckField
          label={`Also bring back ${deleted.length === 1 ? 'the deleted one' : `the ${deleted.length} deleted ones`}`}
          description="Their numbers come back as far as nobody else has them by now."
          value={withDeleted}
          onChange={setWithDeleted}
        />
      )}
      {withDeleted && deleted.length > LOOKED_AT && (
        <Notice tone="warning">
          Lost numbers are named below for the first {LOOKED_AT} deleted tenants; of the others they are named
          afterwards.
        </Notice>
      )}
      <NamedList
        label="Selected tenants"
        items={tenants.map((tenant) => ({
          id: tenant.id,
          name: tenant.name,
          tone: STATUS_TONES[tenant.status],
          text: [
            skipped(wish, tenant) ?? `${STATUS_NAMES[tenant.status]} now.`,
            withDeleted && lostWords(previews?.get(tenant.id)),
          ]
            .filter(Boolean)
            .join(' '),
        }))}
      />
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          kind={act === 'suspend' ? 'danger' : 'primary'}
          reason={fitting.length === 0 ? 'None of those selected can be moved.' : null}
          onClick={() => onBegin(wish)}
        >
          {title}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function lostWords(preview: TenantPreview | undefined): string {
  if (!preview || preview.lost.length === 0) return '';
  return `Numbers lost: ${preview.lost.map((number) => displayNumber(number)).join(', ')}.`;
}

function Calls({ previews, of }: { previews: ReadonlyMap<string, TenantPreview> | undefined; of: number }) {
  if (!previews) return <Muted>Looking at how many calls that ends…</Muted>;
  const looked = [...previews.values()];
  const calls = looked.reduce((sum, { liveCalls }) => sum + liveCalls, 0);
  const phones = looked.reduce((sum, { registeredPhones }) => sum + registeredPhones, 0);
  const part = looked.length < of ? ` in the ${plural(looked.length, 'tenant')} looked at` : '';
  return (
    <p aria-live="polite">
      {plural(calls, 'call')} in progress {calls === 1 ? 'ends' : 'end'}, {plural(phones, 'phone')} can then only reach
      911{part}.
    </p>
  );
}
