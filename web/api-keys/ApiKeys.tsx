import { IconKey, IconPlus } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { ApiKey } from '../../src/api-keys/contract.ts';
import { revokeApiKey } from '../../src/api-keys/endpoints.ts';
import { useChange } from '../kit/changes.ts';
import { ConfirmDialog } from '../kit/ConfirmDialog.tsx';
import { useDialogAddress } from '../kit/dialog-address.ts';
import { ListPage } from '../kit/ListPage.tsx';
import { LoadedDialog } from '../kit/LoadedDialog.tsx';
import { NOUNS } from '../kit/nouns.ts';
import { brandOf, usePermissionReason, useSession } from '../kit/session.ts';
import { Button } from '../ui/Button.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { toast } from '../ui/toast.tsx';
import { keyColumns } from './columns.tsx';
import { EditKey, NewKey, RotateKey } from './KeyDialogs.tsx';
import { apiKeyQuery, apiKeysList } from './queries.ts';

const route = getRouteApi('/authenticated/developers');

/** The keys of the partner's programs. */
export function ApiKeys() {
  const change = useChange();
  const address = useDialogAddress(['new-key', 'edit-key', 'replace-key']);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const reason = usePermissionReason('api-keys.write');
  const add = (
    <Button
      kind="primary"
      icon={<IconPlus size={17} aria-hidden />}
      disabledReason={reason}
      onClick={() => address.open('new-key')}
    >
      New API key
    </Button>
  );
  const columns = keyColumns({
    reason,
    edit: ({ id }) => address.open('edit-key', id),
    replace: ({ id }) => address.open('replace-key', id),
    revoke: setRevoking,
  });
  return (
    <Page
      title="API keys"
      intro={
        <>
          Keys for your own programs, such as a CRM. The <a href="/api/docs">API reference</a> says what they can do.
        </>
      }
      brand={brandOf(useSession())}
      actions={add}
    >
      <ListPage
        {...apiKeysList(route.useSearch())}
        label="API keys"
        noun={NOUNS.apiKey}
        columns={columns}
        defaultSort="name"
        empty={
          <Empty icon={<IconKey size={22} />} title="No API keys yet" action={add}>
            A key lets a program do what you choose, without anybody’s password.
          </Empty>
        }
      />
      {address.dialog === 'new-key' && <NewKey onClose={address.close} />}
      {address.dialog === 'edit-key' && (
        <LoadedDialog query={apiKeyQuery(address.id)} onClose={address.close}>
          {(key) => <EditKey apiKey={key} onClose={address.close} />}
        </LoadedDialog>
      )}
      {address.dialog === 'replace-key' && (
        <LoadedDialog query={apiKeyQuery(address.id)} onClose={address.close}>
          {(key) => <RotateKey apiKey={key} onClose={address.close} />}
        </LoadedDialog>
      )}
      {revoking && (
        <ConfirmDialog
          title={`Revoke ${revoking.name}?`}
          verb="Revoke key"
          onClose={() => setRevoking(null)}
          version={revoking.version}
          act={async (version) => {
            await change(revokeApiKey, { params: { keyId: revoking.id }, ifMatch: version });
            toast.success('Its next request is refused.', `${revoking.name} revoked`);
          }}
        >
          <p>Programs that use it stop working at once. You can’t undo this.</p>
        </ConfirmDialog>
      )}
    </Page>
  );
}
