import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Tenant } from '../../src/tenants/contract.ts';
import { api, newKey } from '../api.ts';
import { useBulk } from '../bulk.ts';
import { Outcomes } from '../Outcomes.tsx';
import { SelectionBar } from '../ui/SelectionBar.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog, DialogActions } from '../ui/Dialog.tsx';
import { plural, STATUS_NAMES } from './status.ts';

type BulkAct = 'suspend' | 'reactivate';

/** What can be done with all chosen tenants. */
export default function BulkBar({ tenants, onClear }: { tenants: Tenant[]; onClear: () => void }) {
  const [act, setAct] = useState<BulkAct | null>(null);
  return (
    <>
      <SelectionBar text={`${plural(tenants.length, 'tenant')} selected`} onClear={onClear}>
        <Button small onClick={() => setAct('suspend')}>
          Suspend
        </Button>
        <Button small onClick={() => setAct('reactivate')}>
          Reactivate
        </Button>
      </SelectionBar>
      {act && <BulkDialog act={act} tenants={tenants} onClose={() => setAct(null)} onFinished={onClear} />}
    </>
  );
}

const WORDS = {
  suspend: {
    verb: 'Suspend',
    done: 'Suspended',
    say: 'Their calls end at once and no new ones start, except to 911. Phones stay registered.',
  },
  reactivate: {
    verb: 'Reactivate',
    done: 'Serving again',
    say: 'Every reason of their suspension is lifted. Their phones can call at once.',
  },
};

/** Why a tenant is left out; null: it is not. */
export function skipped(act: BulkAct, tenant: Pick<Tenant, 'status' | 'allowed'>): string | null {
  const fits =
    act === 'suspend' ? tenant.allowed.includes('SUSPENDED') : ['SUSPENDED', 'CANCELLED'].includes(tenant.status);
  return fits ? null : `Left as it is: ${STATUS_NAMES[tenant.status].toLowerCase()}`;
}

type BulkDialogProps = { act: BulkAct; tenants: Tenant[]; onClose: () => void; onFinished: () => void };

function BulkDialog({ act, tenants: given, onClose, onFinished }: BulkDialogProps) {
  const client = useQueryClient();
  // the list behind may change under way; what was chosen does not
  const [tenants] = useState(given);
  const { state, run, outcomes, done } = useBulk(tenants, {
    id: (tenant) => tenant.id,
    name: (tenant) => tenant.name,
    skip: (tenant) => skipped(act, tenant),
    act: async (tenant) => {
      await api.post(`/tenants/${tenant.id}/${act}`, {
        body: act === 'suspend' ? { reason: 'manual' } : {},
        key: newKey(),
      });
      return WORDS[act].done;
    },
  });
  const start = async () => {
    await run();
    await client.invalidateQueries({ queryKey: ['tenants'] });
  };
  const close = () => {
    onClose();
    if (state === 'over') onFinished();
  };
  const fitting = tenants.filter((tenant) => !skipped(act, tenant)).length;
  const { verb, say } = WORDS[act];
  return (
    <Dialog
      title={state === 'asking' ? `${verb} ${plural(fitting, 'tenant')}?` : `${verb} tenants`}
      onClose={close}
      keepOpen
    >
      {state === 'asking' ? (
        <>
          <p>{say}</p>
          {fitting < tenants.length && (
            <p>{plural(tenants.length - fitting, 'of those selected is', 'of those selected are')} left as it is.</p>
          )}
        </>
      ) : (
        <Outcomes outcomes={outcomes} done={done} />
      )}
      <DialogActions>
        {state === 'over' ? (
          <Button kind="primary" onClick={close}>
            Close
          </Button>
        ) : (
          <>
            <Button onClick={close}>{state === 'running' ? 'Go on in the background' : 'Cancel'}</Button>
            <Button
              kind={act === 'suspend' ? 'danger' : 'primary'}
              busy={state === 'running'}
              reason={fitting === 0 ? 'None of those selected can be moved.' : null}
              onClick={() => void start()}
            >
              {verb} {plural(fitting, 'tenant')}
            </Button>
          </>
        )}
      </DialogActions>
    </Dialog>
  );
}
