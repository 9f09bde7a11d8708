import { IconKey, IconPlus } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from '../kit/acts/ConfirmDialog.tsx';
import { useDialogAddress } from '../kit/forms/dialog-address.ts';
import { ListPage } from '../kit/lists/ListPage.tsx';
import { LoadedDialog } from '../kit/pages/LoadedDialog.tsx';
import type { ApiList, ApiQuery } from '../kit/session/queries.ts';
import { brandOf, useSession } from '../kit/session/session.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { Button } from '../ui/Button.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { toast } from '../ui/toast.tsx';
import { keyColumns } from './columns.tsx';
import type { KeyActs } from './key-acts.ts';
import type { AnyKey } from './key-form.ts';
import { EditKey, CreateKey, RotateKey } from './KeyDialogs.tsx';

type Props<Key extends AnyKey, Create, Patch> = {
  acts: KeyActs<Key, Create, Patch>;
  list: ApiList<Key>;
  /** Reads one key, for its dialogs. */
  keyQuery: (keyId: string) => ApiQuery<Key>;
  intro: ReactNode;
  reason: string | null;
  /** If false, keys can only be revoked. */
  makesKeys: boolean;
  /** Shown below the list. */
  children?: ReactNode;
};

/** The page of a partner's keys, or of a tenant's own. */
export function KeysPage<Key extends AnyKey, Create, Patch>(props: Props<Key, Create, Patch>) {
  const { acts, reason, makesKeys, keyQuery } = props;
  const address = useDialogAddress(['create-key', 'edit-key', 'replace-key']);
  const [revoking, setRevoking] = useState<Key | null>(null);
  const create = makesKeys && (
    <Button
      kind="primary"
      icon={<IconPlus size={17} aria-hidden />}
      disabledReason={reason}
      onClick={() => address.open('create-key')}
    >
      New API key
    </Button>
  );
  const columns = keyColumns<Key>({
    reason,
    ...(makesKeys && {
      edit: ({ id }) => address.open('edit-key', id),
      replace: ({ id }) => address.open('replace-key', id),
    }),
    revoke: setRevoking,
  });
  return (
    <Page title="API keys" intro={props.intro} brand={brandOf(useSession())} actions={create}>
      <ListPage
        {...props.list}
        label="API keys"
        noun={NOUNS.apiKey}
        columns={columns}
        defaultSort="name"
        empty={
          <Empty icon={<IconKey size={22} />} title="No API keys yet" action={create}>
            A key lets a program do what you allow, without a user’s password.
          </Empty>
        }
      />
      {props.children}
      {makesKeys && address.dialog === 'create-key' && <CreateKey acts={acts} onClose={address.close} />}
      {makesKeys && address.dialog === 'edit-key' && (
        <LoadedDialog query={keyQuery(address.id)} onClose={address.close}>
          {(key) => <EditKey acts={acts} apiKey={key} onClose={address.close} />}
        </LoadedDialog>
      )}
      {makesKeys && address.dialog === 'replace-key' && (
        <LoadedDialog query={keyQuery(address.id)} onClose={address.close}>
          {(key) => <RotateKey acts={acts} apiKey={key} onClose={address.close} />}
        </LoadedDialog>
      )}
      {revoking && (
        <ConfirmDialog
          title={`Revoke ${revoking.name}?`}
          verb="Revoke key"
          onClose={() => setRevoking(null)}
          version={revoking.version}
          act={async (version) => {
            await acts.revoke(revoking.id, version);
            toast.success('Its next request is refused.', `${revoking.name} revoked`);
          }}
        >
          <p>Programs that use it stop working at once. You can’t undo this.</p>
        </ConfirmDialog>
      )}
    </Page>
  );
}
