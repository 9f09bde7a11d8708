import { useState } from 'react';
import type { z } from 'zod';
import { getLimits, putLimits } from '../../src/limits/endpoints.ts';
import type { TenantStatus } from '../../src/status/contract.ts';
import { statusRefusal } from '../../src/status/rules.ts';
import type { Outcome } from '../kit/lists/bulk.ts';
import { BulkWork, type BulkWords, useBulkWork } from '../kit/lists/BulkWork.tsx';
import { ApiError } from '../kit/session/api.ts';
import { call } from '../kit/session/call.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { Button } from '../ui/Button.tsx';
import { plural } from '../ui/plural.ts';
import { SelectionBar } from '../ui/SelectionBar.tsx';
import { EditLimits } from './EditLimits.tsx';
import type { LimitsChange } from './many-limits.ts';

/** A ticked tenant. `currency`: of its billing profile; null without one. */
export type ChosenTenant = { id: string; name: string; status: TenantStatus; currency: string | null };

type LimitsBarProps = {
  tenants: ChosenTenant[];
  onClear: () => void;
  /** Called with the finished ids. Refused ones stay selected. */
  onDone: (ids: string[]) => void;
};

const WORDS: BulkWords = {
  title: 'Edit limits',
  verb: 'Edit limits',
  going: 'Saving limits',
  noun: NOUNS.tenant,
};

const skipped = ({ status }: ChosenTenant): string | null => statusRefusal(status, 'partnerChanges')?.message ?? null;

/** Changes the limits of all selected tenants, and shows the progress. */
export function LimitsBar({ tenants, onClear, onDone }: LimitsBarProps) {
  const work = useBulkWork(onDone);
  // a copy, because the selection may change during the action
  const [asked, setAsked] = useState<ChosenTenant[] | null>(null);
  const fitting = tenants.filter((tenant) => skipped(tenant) === null);
  const start = (chosen: ChosenTenant[], change: z.output<typeof LimitsChange>) => {
    setAsked(null);
    void work.start(WORDS, chosen, {
      skip: skipped,
      act: ({ id }) => save(id, change),
      refusal: refusalText,
    });
  };
  return (
    <>
      <BulkWork of={work} words={WORDS}>
        {tenants.length > 0 && (
          <SelectionBar text={`${plural(tenants.length, NOUNS.tenant)} selected`} onClear={onClear}>
            <Button
              small
              disabledReason={fitting.length === 0 ? 'A cancelled tenant’s limits can’t be changed.' : null}
              onClick={() => setAsked(tenants)}
            >
              Edit limits
            </Button>
          </SelectionBar>
        )}
      </BulkWork>
      {asked && (
        <EditLimits
          tenants={asked.filter((tenant) => skipped(tenant) === null).length}
          currency={asked.find(({ currency }) => currency !== null)?.currency ?? 'USD'}
          onClose={() => setAsked(null)}
          onBegin={(change) => start(asked, change)}
        />
      )}
    </>
  );
}

/** Changes some limits of a tenant, preserving the others. */
async function save(tenantId: string, change: z.output<typeof LimitsChange>): Promise<Pick<Outcome, 'state' | 'text'>> {
  const params = { tenantId };
  const limits = await call(getLimits, { params });
  const saved = await call(putLimits, { params, body: { ...limits, ...change }, ifMatch: limits.version });
  return { state: 'done', text: saved.version === limits.version ? 'Already set.' : 'Saved.' };
}

/** For invalid input, the field's error says the most. */
const refusalText = (error: Error): string =>
  error instanceof ApiError && error.errors.length > 0
    ? error.errors.map(({ message }) => message).join(' ')
    : error.message;
