import type { Tenant } from '../../src/tenants/contract.ts';
import { ButtonLink } from '../kit/pages/links.tsx';
import { Button } from '../ui/Button.tsx';
import type { TenantDialog } from './tenant-dialogs.ts';
import { RowActions } from '../ui/layout.tsx';
import { editDisabledReason, reactivateDisabledReason } from './status/status-rules.ts';

type ActionsProps = {
  tenant: Tenant;
  disabledReason: string | null;
  onAct: (dialog: TenantDialog, tenantId: string) => void;
};

export function TenantActions({ tenant, disabledReason, onAct }: ActionsProps) {
  const cancelled = tenant.status === 'CANCELLED';
  const name = (verb: string) => `${verb} ${tenant.name}`;
  return (
    <RowActions>
      {cancelled && (
        <Button
          small
          kind="quiet"
          aria-label={name('Reactivate')}
          disabledReason={disabledReason ?? reactivateDisabledReason(tenant)}
          onClick={() => onAct('reactivate-tenant', tenant.id)}
        >
          Reactivate
        </Button>
      )}
      <Button
        small
        kind="quiet"
        aria-label={name('Edit')}
        disabledReason={disabledReason ?? editDisabledReason(tenant)}
        onClick={() => onAct('edit-tenant', tenant.id)}
      >
        Edit
      </Button>
      <ButtonLink
        small
        kind="quiet"
        aria-label={name('Manage')}
        to="/tenants/$tenantId"
        params={{ tenantId: tenant.id }}
      >
        Manage
      </ButtonLink>
      <Button
        small
        kind="quiet"
        aria-label={name('Delete')}
        disabledReason={
          disabledReason ?? (cancelled ? 'Already cancelled. Its data is deleted when the 90 days are over.' : null)
        }
        onClick={() => onAct('delete-tenant', tenant.id)}
      >
        Delete
      </Button>
    </RowActions>
  );
}
