import { useNavigate } from '@tanstack/react-router';
import { tenantQuery } from '../kit/lists/tenants-query.ts';
import { LoadedDialog } from '../kit/pages/LoadedDialog.tsx';
import { DeleteDialog } from './status/DeleteDialog.tsx';
import { ReactivateDialog, SuspendDialog } from './status/StatusDialogs.tsx';
import type { TenantDialog } from './tenant-dialogs.ts';
import { CreateTenant, EditTenant } from './TenantFormDialogs.tsx';

type TenantDialogsProps = { dialog: TenantDialog; tenantId: string; onClose: () => void };

const DIALOGS = {
  'edit-tenant': EditTenant,
  'delete-tenant': DeleteDialog,
  'suspend-tenant': SuspendDialog,
  'reactivate-tenant': ReactivateDialog,
} as const;

/** The dialog in the URL. Its code is loaded with the first dialog. */
export default function TenantDialogs({ dialog, tenantId, onClose }: TenantDialogsProps) {
  const navigate = useNavigate();
  if (dialog === 'create-tenant') {
    return (
      <CreateTenant
        onClose={onClose}
        onCreated={({ id }) => {
          onClose();
          void navigate({ to: '/tenants/$tenantId', params: { tenantId: id } });
        }}
      />
    );
  }
  const Asked = DIALOGS[dialog];
  return (
    <LoadedDialog key={`${dialog} ${tenantId}`} query={tenantQuery(tenantId)} onClose={onClose}>
      {(tenant) => <Asked tenant={tenant} onClose={onClose} />}
    </LoadedDialog>
  );
}
