import { useQuery } from '@tanstack/react-query';
import { useAnyTenant } from '../kit/session/tenant-context.ts';
import { Button } from '../ui/Button.tsx';
import { CopyField } from '../ui/CopyField.tsx';
import { Dialog, DialogActions } from '../ui/Dialog.tsx';
import { Muted, Stack } from '../ui/layout.tsx';
import { NotLoaded } from '../ui/LoadError.tsx';
import { addressesQuery } from './queries.ts';

export default function DirectoryDialog({ onClose }: { onClose: () => void }) {
  const { data, error, refetch } = useQuery(addressesQuery(useAnyTenant().id));
  return (
    <Dialog
      title="Directory addresses"
      intro="Anyone who has an address can read the directory. Viewing this is recorded in the audit log."
      size="large"
      onClose={onClose}
    >
      {(!data || error) && <NotLoaded title="Couldn’t load the addresses" error={error} again={refetch} />}
      {data && (
        <Stack>
          <div>
            <CopyField label="Yealink" value={data.yealink} />
            <Muted>On the phone’s page: Directory, Remote Phone Book, Remote URL.</Muted>
          </div>
          <div>
            <CopyField label="Grandstream" value={data.grandstream} />
            <Muted>
              On the phone’s page: Phonebook Management, Phonebook XML Server Path. On older phones, leave out the part
              up to “//” and choose HTTP or HTTPS separately.
            </Muted>
          </div>
          <div>
            <CopyField label="Snom" value={data.snom} />
            <Muted>On the phone’s page: Directory, Remote XML directory. From firmware 10.1.178.</Muted>
          </div>
        </Stack>
      )}
      <DialogActions>
        <Button kind="primary" onClick={onClose}>
          Done
        </Button>
      </DialogActions>
    </Dialog>
  );
}
