import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import type { Credentials, Extension } from '../../src/extensions/contract.ts';
import { api, newKey } from '../kit/api.ts';
import { ConfirmDialog } from '../kit/ConfirmDialog.tsx';
import { Button } from '../ui/Button.tsx';
import { CopyField } from '../ui/CopyField.tsx';
import { Dialog, DialogActions } from '../ui/Dialog.tsx';
import { NotLoaded } from '../ui/NotLoaded.tsx';
import { toast } from '../ui/toast.tsx';
import { useTenant } from '../kit/tenant-context.ts';

type Shown = z.infer<typeof Credentials>;

/** What a phone needs to sign in. Asked for anew each time, since each look is in the audit trail. */
export default function CredentialsDialog({ extension, onClose }: { extension: Extension; onClose: () => void }) {
  const tenant = useTenant();
  const client = useQueryClient();
  const [resetting, setResetting] = useState(false);
  const path = `/tenants/${tenant.id}/extensions/${extension.id}/credentials`;
  const queryKey = ['credentials', extension.id];
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: () => api.get<Shown>(path),
    // a look is a look: not repeated behind the user's back, not kept
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const reset = async () => {
    const fresh = await api.post<Shown>(path, { key: newKey() });
    client.setQueryData(queryKey, fresh);
    await client.invalidateQueries({ queryKey: ['tenants', 'extensions'] });
    toast.success('Enter the new password in the phone.', 'Password reset');
  };
  return (
    <Dialog
      title={`SIP credentials of ${extension.number}`}
      intro={`${extension.name}. Viewing this is recorded in the audit log.`}
      onClose={onClose}
    >
      {error && <NotLoaded title="Couldn’t load the credentials" error={error} again={refetch} />}
      {!data && !error && <output>Loading…</output>}
      {data && (
        <div>
          <CopyField label="SIP username" value={data.sipUsername} />
          <CopyField label="SIP password" value={data.sipPassword} secret />
          <CopyField label="SIP server" value={data.domain} />
          <CopyField label="Port" value={String(data.port)} />
        </div>
      )}
      <DialogActions
        aside={
          <Button kind="quiet" onClick={() => setResetting(true)}>
            Reset password
          </Button>
        }
      >
        <Button kind="primary" onClick={onClose}>
          Done
        </Button>
      </DialogActions>
      {resetting && (
        <ConfirmDialog
          title="Reset the SIP password?"
          verb="Reset password"
          act={reset}
          onClose={() => setResetting(false)}
        >
          <p>
            The phone of {extension.number} can’t make or receive calls, including to 911, until you enter the new
            password in it.
          </p>
        </ConfirmDialog>
      )}
    </Dialog>
  );
}
