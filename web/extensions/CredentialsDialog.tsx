import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Extension } from '../../src/extensions/contract.ts';
import { getExtensionCredentials, resetExtensionCredentials } from '../../src/extensions/endpoints.ts';
import { ConfirmDialog } from '../kit/acts/ConfirmDialog.tsx';
import { useChange } from '../kit/session/changes.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { useTenant } from '../kit/session/tenant-context.ts';
import { Button } from '../ui/Button.tsx';
import { CopyField } from '../ui/CopyField.tsx';
import { Dialog, DialogActions } from '../ui/Dialog.tsx';
import { NotLoaded } from '../ui/LoadError.tsx';
import { toast } from '../ui/toast.tsx';

/** What a phone needs to sign in. Read again each time, because each view is audited. */
export default function CredentialsDialog({ extension, onClose }: { extension: Extension; onClose: () => void }) {
  const tenant = useTenant();
  const client = useQueryClient();
  const change = useChange();
  const [resetting, setResetting] = useState(false);
  const params = { tenantId: tenant.id, extId: extension.id };
  const credentialsQuery = apiQuery(getExtensionCredentials, { params });
  const { data, error, refetch } = useQuery({
    ...credentialsQuery,
    // each read is audited, so it is never repeated automatically or cached
    meta: { recorded: true },
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const resetPassword = async (_version: number, key: string) => {
    const reset = await change(resetExtensionCredentials, { params, key });
    client.setQueryData(credentialsQuery.queryKey, reset);
    toast.success('Enter the new password in the phone.', 'Password reset');
  };
  return (
    <Dialog
      title={`SIP credentials of ${extension.number}`}
      intro={`${extension.name}. Viewing this is recorded in the audit log.`}
      onClose={onClose}
    >
      {(!data || error) && <NotLoaded title="Couldn’t load the credentials" error={error} again={refetch} />}
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
          act={resetPassword}
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
