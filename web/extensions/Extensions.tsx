import { IconPhonePlus, IconPlus } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { Extension, Presence } from '../../src/extensions/contract.ts';
import { deleteExtension, getExtension } from '../../src/extensions/endpoints.ts';
import { ConfirmDialog } from '../kit/acts/ConfirmDialog.tsx';
import { DeletionUses } from '../kit/acts/DeletionUses.tsx';
import { useDialogAddress } from '../kit/forms/dialog-address.ts';
import { ListPage } from '../kit/lists/ListPage.tsx';
import { LoadedDialog } from '../kit/pages/LoadedDialog.tsx';
import { useChange } from '../kit/session/changes.ts';
import { useLive } from '../kit/session/live.ts';
import { LiveSign } from '../kit/session/LiveSign.tsx';
import { apiQuery } from '../kit/session/queries.ts';
import { useTenant, useTenantReason, useTitleEnd } from '../kit/session/tenant-context.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { actionsColumn } from '../ui/actions-column.tsx';
import { Dot, type Tone } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { Row } from '../ui/layout.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { Waiting } from '../ui/Progress.tsx';
import { toast } from '../ui/toast.tsx';
import { extensionsList } from './queries.ts';

const CreateExtension = lazy(async () => ({ default: (await import('./ExtensionDialogs.tsx')).CreateExtension }));
const EditExtension = lazy(async () => ({ default: (await import('./ExtensionDialogs.tsx')).EditExtension }));
const ForwardingDialog = lazy(async () => ({
  default: (await import('./ForwardingDialog.tsx')).ForwardingDialog,
}));
const StarCodes = lazy(async () => ({ default: (await import('./StarCodes.tsx')).StarCodes }));
const CredentialsDialog = lazy(() => import('./CredentialsDialog.tsx'));
const route = getRouteApi('/authenticated/tenants/$tenantId/extensions');

/** Dialogs that aren't in the URL, because a reload must not open them again: one shows a secret, the other confirms. */
type Open = { act: 'credentials' | 'delete'; extension: Extension };
type Reasons = { change: string | null; secrets: string | null };

export function Extensions() {
  const tenant = useTenant();
  const change = useChange();
  const address = useDialogAddress(['create-extension', 'edit-extension', 'forwarding', 'star-codes']);
  const [open, setOpen] = useState<Open | null>(null);
  const mayNotAdd = useTenantReason('extensions.write', 'addExtension');
  const mayNotChange = useTenantReason('extensions.write');
  const secrets = useTenantReason('extensions.secrets');
  const live = useLive();
  const presences = useMemo(
    () => new Map(live.state?.extensions.map(({ id, presence }) => [id, presence])),
    [live.state],
  );
  const columns = columnsOf({ change: mayNotChange, secrets }, presences, setOpen, (dialog, extension) =>
    address.open(dialog, extension.id),
  );
  const close = () => setOpen(null);
  const create = (
    <Button
      kind="primary"
      icon={<IconPlus size={17} aria-hidden />}
      disabledReason={mayNotAdd}
      onClick={() => address.open('create-extension')}
    >
      New extension
    </Button>
  );
  const remove = async (extension: Extension, version: number) => {
    await change(deleteExtension, { params: { tenantId: tenant.id, extId: extension.id }, ifMatch: version });
    toast.success('Its phone can no longer register.', `Extension ${extension.number} deleted`);
  };
  return (
    <Page
      title="Extensions"
      brand={useTitleEnd()}
      actions={
        <Row>
          <LiveSign />
          <Button onClick={() => address.open('star-codes')}>Star codes</Button>
          {create}
        </Row>
      }
    >
      <ListPage
        {...extensionsList(tenant.id, route.useSearch())}
        label="Extensions"
        noun={NOUNS.extension}
        columns={columns}
        defaultSort="number"
        searchHint="Search by number or name"
        empty={
          <Empty icon={<IconPhonePlus size={22} />} title="No extensions yet" action={create}>
            An extension is a phone with an internal number. Create one to get the username and password for the phone.
          </Empty>
        }
      />
      <Suspense fallback={<Waiting />}>
        {address.dialog === 'create-extension' && (
          <CreateExtension
            onClose={address.close}
            onCreated={(extension) => {
              address.close();
              setOpen({ act: 'credentials', extension });
            }}
          />
        )}
        {address.dialog === 'edit-extension' && (
          <LoadedDialog
            query={apiQuery(getExtension, { params: { tenantId: tenant.id, extId: address.id } })}
            onClose={address.close}
          >
            {(extension) => <EditExtension extension={extension} onClose={address.close} />}
          </LoadedDialog>
        )}
        {address.dialog === 'forwarding' && (
          <LoadedDialog
            query={apiQuery(getExtension, { params: { tenantId: tenant.id, extId: address.id } })}
            onClose={address.close}
          >
            {(extension) => <ForwardingDialog extension={extension} onClose={address.close} />}
          </LoadedDialog>
        )}
        {address.dialog === 'star-codes' && <StarCodes onClose={address.close} />}
        {open?.act === 'credentials' && address.dialog === null && (
          <CredentialsDialog extension={open.extension} onClose={close} />
        )}
      </Suspense>
      {open?.act === 'delete' && (
        <ConfirmDialog
          title={`Delete extension ${open.extension.number}?`}
          verb="Delete extension"
          version={open.extension.version}
          act={(version) => remove(open.extension, version)}
          onClose={close}
        >
          <p>The phone of {open.extension.name} is disconnected right away and can’t call anyone, including 911.</p>
          {open.extension.voicemailEnabled && <p>Its mailbox is deleted with all messages.</p>}
          <DeletionUses of={{ kind: 'extension', id: open.extension.id }} />
        </ConfirmDialog>
      )}
    </Page>
  );
}

const PRESENCE_TONES = {
  Offline: 'grey',
  Available: 'green',
  Ringing: 'amber',
  'On a call': 'blue',
  'Do not disturb': 'red',
} as const satisfies Record<Presence, Tone>;

function PresenceDot({ of }: { of: Presence }) {
  return (
    <Dot tone={PRESENCE_TONES[of]} live={of === 'Ringing'}>
      {of}
    </Dot>
  );
}

function columnsOf(
  reasons: Reasons,
  presences: ReadonlyMap<string, Presence>,
  onOpen: (open: Open) => void,
  onAddress: (dialog: 'edit-extension' | 'forwarding', extension: Extension) => void,
): Column<Extension>[] {
  return [
    { id: 'number', header: 'Extension', sortable: true, cell: (extension) => <strong>{extension.number}</strong> },
    { id: 'name', header: 'Name', sortable: true, cell: (extension) => extension.name },
    {
      id: 'presence',
      header: 'Phone',
      cell: (extension) => <PresenceDot of={presences.get(extension.id) ?? extension.presence} />,
    },
    {
      id: 'sipUsername',
      header: 'SIP username',
      wideOnly: true,
      cell: (extension) => <span className="mono">{extension.sipUsername}</span>,
    },
    actionsColumn((extension) => [
      {
        label: 'Forwarding',
        name: `Forwarding of ${extension.number}`,
        onClick: () => onAddress('forwarding', extension),
      },
      {
        label: 'SIP credentials',
        name: `SIP credentials of ${extension.number}`,
        disabledReason: reasons.secrets,
        onClick: () => onOpen({ act: 'credentials', extension }),
      },
      {
        label: 'Edit',
        name: `Edit ${extension.number}`,
        disabledReason: reasons.change,
        onClick: () => onAddress('edit-extension', extension),
      },
      {
        label: 'Delete',
        name: `Delete ${extension.number}`,
        disabledReason: reasons.change,
        onClick: () => onOpen({ act: 'delete', extension }),
      },
    ]),
  ];
}
