import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Tenant } from '../../src/tenants/contract.ts';
import { api, makeKeys } from '../api.ts';
import { useReason } from '../session.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog, DialogActions } from '../ui/Dialog.tsx';
import { ChoiceField, TextField } from '../ui/fields.tsx';
import { Notice } from '../ui/Notice.tsx';
import { tell } from '../ui/toast.tsx';
import { EffectList, Effects } from './Effects.tsx';
import { type Reactivation, reactivatedEffects } from './reactivated.ts';
import { reasonWords, refusalWords, STATUS_HINTS, STATUS_NAMES, whyNotBack } from './status.ts';

type StatusDialogProps = { tenant: Tenant; onClose: () => void };

export function SuspendDialog({ tenant, onClose }: StatusDialogProps) {
  const client = useQueryClient();
  const reason = useReason('tenants.write');
  const [keys] = useState(() => makeKeys());
  const [note, setNote] = useState('');
  const suspend = useMutation({
    mutationFn: () => {
      const body = { reason: 'manual', ...(note.trim() && { note: note.trim() }) };
      return api.post<Tenant>(`/tenants/${tenant.id}/suspend`, { body, key: keys.keyFor(body) });
    },
    onSettled: (_answer, error) => keys.answered(error),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['tenants'] });
      tell('No calls but emergency calls from now on.', `${tenant.name} is suspended`);
      onClose();
    },
  });
  return (
    <Dialog title={`Suspend ${tenant.name}?`} onClose={onClose}>
      {suspend.error && (
        <Notice tone="error" alert>
          {suspend.error.message}
        </Notice>
      )}
      <Effects tenantId={tenant.id} action="suspend" />
      <TextField
        label="Note for the audit trail"
        value={note}
        onChange={setNote}
        maxLength={500}
        description="May be left empty. Only your own team reads it."
        reason={reason}
      />
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="danger" reason={reason} busy={suspend.isPending} onClick={() => suspend.mutate()}>
          Suspend tenant
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** Without a wish of ours the tenant returns to what it was. */
const AS_BEFORE = 'before';

export function ReactivateDialog({ tenant, onClose }: StatusDialogProps) {
  const client = useQueryClient();
  const reason = useReason('tenants.write') ?? whyNotBack(tenant);
  const [keys] = useState(() => makeKeys());
  const ways = (['ACTIVE', 'TRIAL'] as const).filter((status) => tenant.allowed.includes(status));
  const [status, setStatus] = useState<string>(AS_BEFORE);
  const reactivate = useMutation({
    mutationFn: () => {
      const body = status === AS_BEFORE ? {} : { status };
      return api.post<Reactivation>(`/tenants/${tenant.id}/reactivate`, { body, key: keys.keyFor(body) });
    },
    onSettled: (_answer, error) => keys.answered(error),
    onSuccess: async (answer) => {
      await client.invalidateQueries({ queryKey: ['tenants'] });
      if (wantsReading(answer)) return;
      tell('Phones can call at once.', nowWords(answer));
      onClose();
    },
  });
  if (reactivate.data && wantsReading(reactivate.data)) return <Done answer={reactivate.data} onClose={onClose} />;
  return (
    <Dialog title={`Reactivate ${tenant.name}?`} onClose={onClose}>
      {reactivate.error && (
        <Notice tone="error" alert>
          {refusalWords(reactivate.error)}
        </Notice>
      )}
      {tenant.suspensionReasons.length > 0 && (
        <p>
          Suspended {reasonWords(tenant.suspensionReasons)}. All of it is lifted, but for what the operator of the
          service set.
        </p>
      )}
      <Effects tenantId={tenant.id} action="reactivate" />
      {ways.length > 1 && (
        <ChoiceField
          name="reactivate-to"
          label="Status afterwards"
          value={status}
          onChange={setStatus}
          options={[
            { value: AS_BEFORE, label: 'As before', hint: 'What it was last.' },
            ...ways.map((way) => ({ value: way, label: STATUS_NAMES[way], hint: STATUS_HINTS[way] })),
          ]}
        />
      )}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="primary" reason={reason} busy={reactivate.isPending} onClick={() => reactivate.mutate()}>
          Reactivate tenant
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** A few words in a corner are enough when it serves again as it did. */
const wantsReading = ({ tenant, restoredDids, lostDids }: Reactivation): boolean =>
  tenant.status === 'SUSPENDED' || restoredDids.length + lostDids.length > 0;

const nowWords = ({ tenant: { name, status } }: Reactivation): string =>
  status === 'SUSPENDED' ? `${name} is still suspended` : `${name} is ${status === 'TRIAL' ? 'on trial' : 'active'}`;

function Done({ answer, onClose }: { answer: Reactivation; onClose: () => void }) {
  return (
    <Dialog title={nowWords(answer)} onClose={onClose} keepOpen>
      <EffectList label="What happened" effects={reactivatedEffects(answer)} />
      <DialogActions>
        <Button kind="primary" onClick={onClose}>
          Close
        </Button>
      </DialogActions>
    </Dialog>
  );
}
