import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Tenant } from '../../../src/tenants/contract.ts';
import { listTenants } from '../../../src/tenants/endpoints.ts';
import { reactivateTenant, suspendTenant } from '../../../src/tenants/lifecycle/endpoints.ts';
import type { Outcome } from '../../kit/lists/bulk.ts';
import { BulkWork, type BulkWords, useBulkWork } from '../../kit/lists/BulkWork.tsx';
import { newKey, type Page } from '../../kit/session/api.ts';
import { call } from '../../kit/session/call.ts';
import { NOUNS } from '../../kit/words/nouns.ts';
import { Button } from '../../ui/Button.tsx';
import { plural } from '../../ui/plural.ts';
import { SelectionBar } from '../../ui/SelectionBar.tsx';
import { refusalText } from '../status/status-rules.ts';
import { ACTION_LABELS, type BulkAct, type BulkChange, reactivatedOutcome, skipped } from './bulk-acts.ts';
import { BulkConfirm } from './BulkConfirm.tsx';

type BulkBarProps = {
  tenants: Tenant[];
  onClear: () => void;
  /** Called with the finished ids. Refused ones stay selected. */
  onDone: (ids: string[]) => void;
};

const wordsOf = (act: BulkAct): BulkWords => ({
  ...ACTION_LABELS[act],
  title: `${ACTION_LABELS[act].verb} tenants`,
  noun: NOUNS.tenant,
});

/** The bulk actions on selected tenants, and their progress. */
export default function BulkBar({ tenants, onClear, onDone }: BulkBarProps) {
  const client = useQueryClient();
  const work = useBulkWork(onDone);
  const [act, setAct] = useState<BulkAct>('suspend');
  const [asked, setAsked] = useState<Tenant[] | null>(null);
  const ask = (wanted: BulkAct) => {
    setAct(wanted);
    // a copy, because the list may change during the action
    setAsked(asLastSeen(client, tenants));
  };
  const start = (chosen: Tenant[], change: BulkChange) => {
    setAsked(null);
    void work.start(wordsOf(change.act), chosen, {
      skip: (tenant) => skipped(change, tenant),
      act: (tenant) => execute(change, tenant),
      refusal: refusalText,
    });
  };
  return (
    <>
      <BulkWork of={work} words={wordsOf(act)}>
        {tenants.length > 0 && (
          <SelectionBar text={`${plural(tenants.length, NOUNS.tenant)} selected`} onClear={onClear}>
            <Button small onClick={() => ask('suspend')}>
              Suspend
            </Button>
            <Button small onClick={() => ask('reactivate')}>
              Reactivate
            </Button>
          </SelectionBar>
        )}
      </BulkWork>
      {asked && (
        <BulkConfirm
          act={act}
          tenants={asked}
          onClose={() => setAsked(null)}
          onBegin={(change) => start(asked, change)}
        />
      )}
    </>
  );
}

/** The selected tenants may have changed since they were ticked, so take their newest state from the cached lists. */
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

async function execute(change: BulkChange, tenant: Tenant): Promise<Pick<Outcome, 'state' | 'text'>> {
  const input = { params: { tenantId: tenant.id }, key: newKey() };
  if (change.act === 'reactivate') return reactivatedOutcome(await call(reactivateTenant, { ...input, body: {} }));
  await call(suspendTenant, { ...input, body: change.suspension });
  return { state: 'done', text: 'Suspended.' };
}
