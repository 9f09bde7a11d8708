import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { Tenant } from '../../src/tenants/contract.ts';
import { listTenants } from '../../src/tenants/endpoints.ts';
import { newKey, type Page } from '../kit/session/api.ts';
import { call } from '../kit/session/call.ts';
import { refresh } from '../kit/session/changes.ts';
import { type Outcome, settled, useBulk } from '../kit/lists/bulk.ts';
import { BulkResults, Results } from '../kit/lists/BulkResults.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog, DialogActions } from '../ui/Dialog.tsx';
import { SelectionBar } from '../ui/SelectionBar.tsx';
import { toast } from '../ui/toast.tsx';
import { ACTION_LABELS, type BulkAct, type BulkWish, reactivatedOutcome, skipped } from './bulk-acts.ts';
import { BulkConfirm } from './BulkConfirm.tsx';
import { plural } from '../ui/plural.ts';
import { refusalText } from './status-rules.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { reactivateTenant, suspendTenant } from '../../src/tenants/lifecycle-endpoints.ts';

type BulkBarProps = {
  tenants: Tenant[];
  onClear: () => void;
  /** These are done with; what was refused stays chosen. */
  onDone: (ids: string[]) => void;
};

/** What can be done with all selected tenants, and its progress. It stays on the page while it runs, even if the selection changes. */
export default function BulkBar({ tenants, onClear, onDone }: BulkBarProps) {
  const client = useQueryClient();
  const { run, begin, forget } = useBulk();
  const [act, setAct] = useState<BulkAct>('suspend');
  const [open, setOpen] = useState<{ asked: Tenant[] } | 'results' | null>(null);
  const seen = useRef(false);
  useEffect(() => {
    seen.current = open === 'results';
  }, [open]);
  const running = run !== null && !run.over;
  const leaving = useBlocker({
    // to another page of the list is no way out
    shouldBlockFn: ({ current, next }) => running && current.pathname !== next.pathname,
    enableBeforeUnload: running,
    withResolver: true,
  });
  const ask = (wanted: BulkAct) => {
    setAct(wanted);
    // the list behind may change under way; what was chosen does not
    setOpen({ asked: asLastSeen(client, tenants) });
  };
  const start = async (chosen: Tenant[], wish: BulkWish) => {
    setOpen('results');
    const outcomes = await begin(chosen, {
      id: (tenant) => tenant.id,
      name: (tenant) => tenant.name,
      skip: (tenant) => skipped(wish, tenant),
      act: (tenant) => change(wish, tenant),
    });
    onDone(outcomes.filter(({ state }) => state !== 'refused').map(({ id }) => id));
    if (!seen.current) report(wish.act, outcomes);
    await refresh(client);
  };
  const close = () => {
    setOpen(null);
    if (run?.over) forget();
  };
  return (
    <>
      {run ? (
        <SelectionBar text={progressWords(act, run)}>
          <Button small onClick={() => setOpen('results')}>
            {run.over ? 'Show the results' : 'Show the progress'}
          </Button>
        </SelectionBar>
      ) : (
        tenants.length > 0 && (
          <SelectionBar text={`${plural(tenants.length, NOUNS.tenant)} selected`} onClear={onClear}>
            <Button small onClick={() => ask('suspend')}>
              Suspend
            </Button>
            <Button small onClick={() => ask('reactivate')}>
              Reactivate
            </Button>
          </SelectionBar>
        )
      )}
      {open && open !== 'results' && (
        <BulkConfirm act={act} tenants={open.asked} onClose={close} onBegin={(wish) => void start(open.asked, wish)} />
      )}
      {open === 'results' && run && !run.over && (
        <Dialog title={`${ACTION_LABELS[act].verb} tenants`} onClose={close} keepOpen>
          <BulkResults outcomes={run.outcomes} />
          <DialogActions>
            <Button onClick={close}>Continue in the background</Button>
          </DialogActions>
        </Dialog>
      )}
      {open === 'results' && run?.over && (
        <Results title={`${ACTION_LABELS[act].verb} tenants`} outcomes={run.outcomes} onClose={close} />
      )}
      {leaving.status === 'blocked' && (
        <Dialog title="Still in progress" size="small" onClose={leaving.reset}>
          <p>If you leave now you won’t see the results.</p>
          <DialogActions>
            <Button onClick={leaving.proceed}>Leave anyway</Button>
            <Button kind="primary" onClick={leaving.reset}>
              Stay here
            </Button>
          </DialogActions>
        </Dialog>
      )}
    </>
  );
}

/** Chosen some time ago, a tenant may have moved since: as the newest of the lists that were read shows it. */
function asLastSeen(client: QueryClient, tenants: Tenant[]): Tenant[] {
  const newest = new Map(tenants.map((tenant) => [tenant.id, tenant]));
  for (const [, page] of client.getQueriesData<Page<Tenant>>({ queryKey: ['api', listTenants.id] })) {
    for (const tenant of page?.items ?? []) {
      const known = newest.get(tenant.id);
      if (known && known.version < tenant.version) newest.set(tenant.id, tenant);
    }
  }
  return [...newest.values()];
}

async function change(wish: BulkWish, tenant: Tenant): Promise<Pick<Outcome, 'state' | 'text'>> {
  const input = { params: { tenantId: tenant.id }, key: newKey() };
  try {
    if (wish.act === 'reactivate') return reactivatedOutcome(await call(reactivateTenant, { ...input, body: {} }));
    await call(suspendTenant, { ...input, body: wish.why });
    return { state: 'done', text: 'Suspended.' };
  } catch (error) {
    return { state: 'refused', text: refusalText(error as Error) };
  }
}

const refusedOf = (outcomes: readonly Outcome[]): number => outcomes.filter(({ state }) => state === 'refused').length;

function progressWords(act: BulkAct, { outcomes, over }: { outcomes: Outcome[]; over: boolean }): string {
  const refused = refusedOf(outcomes);
  const but = refused > 0 ? `, ${refused.toLocaleString()} refused` : '';
  return over
    ? `${ACTION_LABELS[act].verb}: done${but}`
    : `${ACTION_LABELS[act].going}: ${settled(outcomes).toLocaleString()} of ${outcomes.length.toLocaleString()}${but}`;
}

/** For a user who left it running in the background. */
function report(act: BulkAct, outcomes: Outcome[]): void {
  const refused = refusedOf(outcomes);
  const title = `${ACTION_LABELS[act].verb} tenants: done`;
  if (refused === 0) toast.success('None failed.', title);
  else toast.error(`${plural(refused, NOUNS.tenant)} refused.`, title);
}
