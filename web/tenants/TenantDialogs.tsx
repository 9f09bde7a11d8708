import { useNavigate } from '@tanstack/react-router';
import { DeleteDialog } from './DeleteDialog.tsx';
import { ReactivateDialog, SuspendDialog } from './StatusDialogs.tsx';
import type { TenantAct } from './TenantActions.tsx';
import { CreateTenant, EditTenant } from './TenantModal.tsx';

/** The dialog for what was asked; loaded when the first is. */
export default function TenantDialogs({ open, onClose }: { open: TenantAct; onClose: () => void }) {
  const navigate = useNavigate();
  switch (open.act) {
    case 'create':
      return (
        <CreateTenant
          onClose={onClose}
          onCreated={(tenant) => {
            onClose();
            void navigate({ to: '/tenants/$tenantId', params: { tenantId: tenant.id } });
          }}
        />
      );
    case 'edit':
      return <EditTenant tenant={open.tenant} onClose={onClose} />;
    case 'delete':
      return <DeleteDialog tenant={open.tenant} onClose={onClose} />;
    case 'suspend':
      return <SuspendDialog tenant={open.tenant} onClose={onClose} />;
    case 'reactivate':
      return <ReactivateDialog tenant={open.tenant} onClose={onClose} />;
  }
}
