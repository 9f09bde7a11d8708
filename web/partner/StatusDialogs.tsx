import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { displayNumber } from '../../src/platform/phone.ts';
import type { Reactivated, Tenant } from '../../src/tenants/contract.ts';
import { api, makeKeys } from '../api.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog, DialogActions } from '../ui/Dialog.tsx';
import { ChoiceField, TextField } from '../ui/fields.tsx';
import { Notice } from '../ui/Notice.tsx';
import { tell } from '../ui/toast.tsx';
import { Effects } from './Effects.tsx';
import { plural, REASON_NAMES, STATUS_HINTS, STATUS_NAMES } from './status.ts';

type StatusDialogProps = { tenant: Tenant; onClose: () => void };

export function SuspendDialog({ tenant, onClose }: StatusDialogProps) {
  const client = useQueryClient();
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
        description="May be left empty."
      />
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="danger" busy={suspend.isPending} onClick={() => suspend.mutate()}>
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
  const [keys] = useState(() => makeKeys());
  const ways = (['ACTIVE', 'TRIAL'] as const).filter((status) => tenant.allowed.includes(status));
  const [status, setStatus] = useState<string>(AS_BEFORE);
  const reactivate = useMutation({
    mutationFn: () => {
      const body = status === AS_BEFORE ? {} : { status };
      return api.post<z.infer<typeof Reactivated>>(`/tenants/${tenant.id}/reactivate`, {
        body,
        key: keys.keyFor(body),
      });
    },
    onSettled: (_answer, error) => keys.answered(error),
    onSuccess: async ({ restoredDids, lostDids, tenant: now }) => {
      await client.invalidateQueries({ queryKey: ['tenants'] });
      const back = restoredDids.length > 0 ? `${plural(restoredDids.length, 'number')} came back. ` : '';
      const lost = lostDids.length > 0 ? `Lost: ${lostDids.map((number) => displayNumber(number)).join(', ')}.` : '';
      tell(
        `${back}${lost}` || 'Phones can call at once.',
        `${tenant.name} is ${STATUS_NAMES[now.status].toLowerCase()}`,
      );
      onClose();
    },
  });
  return (
    <Dialog title={`Reactivate ${tenant.name}?`} onClose={onClose}>
      {reactivate.error && (
        <Notice tone="error" alert>
          {reactivate.error.message}
        </Notice>
      )}
      {tenant.suspensionReasons.length > 0 && (
        <p>
          Suspended {tenant.suspensionReasons.map((reason) => REASON_NAMES[reason]).join(', ')}. All of it is lifted.
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
        <Button kind="primary" busy={reactivate.isPending} onClick={() => reactivate.mutate()}>
          Reactivate tenant
        </Button>
      </DialogActions>
    </Dialog>
  );
}
