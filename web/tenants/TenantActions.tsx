import type { Tenant } from '../../src/tenants/contract.ts';
import { ButtonLink } from '../kit/links.tsx';
import { Button } from '../ui/Button.tsx';
import { RowActions } from '../ui/layout.tsx';
import { editDisabledReason, reactivateDisabledReason } from './status-rules.ts';

/** What one asked to do with a tenant; a dialog for each. */
export type TenantAct = { act: 'create' } | { act: 'edit' | 'delete' | 'suspend' | 'reactivate'; tenant: Tenant };

type ActionsProps = { tenant: Tenant; disabledReason: string | null; onAct: (act: TenantAct) => void };

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
          onClick={() => onAct({ act: 'reactivate', tenant })}
        >
          Reactivate
        </Button>
      )}
      <Button
        small
        kind="quiet"
        aria-label={name('Edit')}
        disabledReason={disabledReason ?? editDisabledReason(tenant)}
        onClick={() => onAct({ act: 'edit', tenant })}
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
        onClick={() => onAct({ act: 'delete', tenant })}
      >
        Delete
      </Button>
    </RowActions>
  );
}
