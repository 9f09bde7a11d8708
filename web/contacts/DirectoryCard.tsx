import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import {
  deletePhoneDirectory,
  getPhoneDirectory,
  renewPhoneDirectory,
} from '../../src/address-book/directory-endpoints.ts';
import { ConfirmDialog } from '../kit/acts/ConfirmDialog.tsx';
import { useApiMutation, useChange } from '../kit/session/changes.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { usePermissionReason } from '../kit/session/session.ts';
import { useAnyTenant, useTenantReason } from '../kit/session/tenant-context.ts';
import { Button } from '../ui/Button.tsx';
import { Card, Row, Stack } from '../ui/layout.tsx';
import { NotLoaded } from '../ui/LoadError.tsx';
import { Waiting } from '../ui/Progress.tsx';
import { Time } from '../ui/Time.tsx';
import { toast } from '../ui/toast.tsx';

const DirectoryDialog = lazy(() => import('./DirectoryDialog.tsx'));

/** Turns the phones' directory on and off, and shows and replaces its addresses. */
export function DirectoryCard() {
  const { id: tenantId } = useAnyTenant();
  const params = { tenantId };
  const change = useChange();
  const [open, setOpen] = useState<'addresses' | 'renew' | 'turn-off' | null>(null);
  const reason = useTenantReason('directory.secrets');
  const secrets = usePermissionReason('directory.secrets');
  const { data, error, refetch } = useQuery(apiQuery(getPhoneDirectory, { params }));
  const turnOn = useApiMutation(renewPhoneDirectory, { onSuccess: () => setOpen('addresses') });
  const close = () => setOpen(null);
  const renew = async (_version: number, key: string) => {
    await change(renewPhoneDirectory, { params, key });
    toast.success('Enter the new ones in every phone.', 'Addresses renewed');
  };
  const turnOff = async () => {
    await change(deletePhoneDirectory, { params });
    toast.success('Phones can no longer download it.', 'Directory turned off');
  };
  return (
    <Card form title="Directory on phones">
      <Stack>
        <p>
          Yealink, Grandstream and Snom phones can list the extensions and these contacts in their own directory, 500
          entries at most.
        </p>
        {!data && <NotLoaded error={error} again={refetch} />}
        {data?.createdAt && (
          <p>
            On since <Time at={data.createdAt} />.
          </p>
        )}
        {data && (
          <Row end>
            {data.enabled ? (
              <>
                <Button kind="quiet" disabledReason={reason} onClick={() => setOpen('turn-off')}>
                  Turn off
                </Button>
                <Button kind="quiet" disabledReason={reason} onClick={() => setOpen('renew')}>
                  Renew addresses
                </Button>
                <Button disabledReason={secrets} onClick={() => setOpen('addresses')}>
                  Show addresses
                </Button>
              </>
            ) : (
              <Button disabledReason={reason} busy={turnOn.isPending} onClick={() => turnOn.mutate({ params })}>
                Turn on
              </Button>
            )}
          </Row>
        )}
      </Stack>
      <Suspense fallback={<Waiting />}>{open === 'addresses' && <DirectoryDialog onClose={close} />}</Suspense>
      {open === 'renew' && (
        <ConfirmDialog title="Renew the addresses?" verb="Renew addresses" act={renew} onClose={close}>
          <p>The old addresses stop working right away. Enter the new ones in every phone.</p>
        </ConfirmDialog>
      )}
      {open === 'turn-off' && (
        <ConfirmDialog title="Turn off the directory?" verb="Turn off" act={turnOff} onClose={close}>
          <p>Phones can no longer download the directory. Most still show the last version.</p>
        </ConfirmDialog>
      )}
    </Card>
  );
}
