import type { Tenant } from '../../src/tenants/contract.ts';
import { ButtonLink } from '../kit/pages/links.tsx';
import type { RowActions } from '../ui/actions-column.tsx';
import { editDisabledReason, reactivateDisabledReason } from './status/status-rules.ts';
import type { TenantDialog } from './tenant-dialogs.ts';

type ActionsProps = {
  tenant: Tenant;
  disabledReason: string | null;
  onAct: (dialog: TenantDialog, tenantId: string) => void;
};

/** What can be done with a tenant of the list. */
export function tenantActions({ tenant, disabledReason, onAct }: ActionsProps): RowActions {
  const cancelled = tenant.status === 'CANCELLED';
  const name = (verb: string) => `${verb} ${tenant.name}`;
  return [
    cancelled && {
      label: 'Reactivate',
      name: name('Reactivate'),
      disabledReason: disabledReason ?? reactivateDisabledReason(tenant),
      onClick: () => onAct('reactivate-tenant', tenant.id),
    },
    {
      label: 'Edit',
      name: name('Edit'),
      disabledReason: disabledReason ?? editDisabledReason(tenant),
      onClick: () => onAct('edit-tenant', tenant.id),
    },
    <ButtonLink
      key="manage"
      small
      kind="quiet"
      aria-label={name('Manage')}
      to="/tenants/$tenantId"
      params={{ tenantId: tenant.id }}
    >
      Manage
    </ButtonLink>,
    {
      label: 'Delete',
      name: name('Delete'),
      disabledReason:
        disabledReason ?? (cancelled ? 'Already cancelled. Its data is deleted when the 90 days are over.' : null),
      onClick: () => onAct('delete-tenant', tenant.id),
    },
  ];
}
