import type { Tenant } from '../../src/tenants/contract.ts';
import { ButtonLink } from '../kit/links.tsx';
import { Button } from '../ui/Button.tsx';
import { RowActions } from '../ui/layout.tsx';
import { whyNotBack } from './status.ts';

/** What one asked to do with a tenant; a dialog for each. */
export type TenantAct = { act: 'create' } | { act: 'edit' | 'delete' | 'suspend' | 'reactivate'; tenant: Tenant };

/** Of a cancelled tenant nothing can be edited, in the list as on its own pages. */
export const whyNotEdit = (tenant: Pick<Tenant, 'status'>): string | null =>
  tenant.status === 'CANCELLED' ? 'A cancelled tenant can’t be changed. Reactivate it first.' : null;

type ActionsProps = { tenant: Tenant; reason: string | null; onAct: (act: TenantAct) => void };

export function TenantActions({ tenant, reason, onAct }: ActionsProps) {
  const cancelled = tenant.status === 'CANCELLED';
  const name = (verb: string) => `${verb} ${tenant.name}`;
  return (
    <RowActions>
      {cancelled && (
        <Button
          small
          kind="quiet"
          aria-label={name('Reactivate')}
          reason={reason ?? whyNotBack(tenant)}
          onClick={() => onAct({ act: 'reactivate', tenant })}
        >
          Reactivate
        </Button>
      )}
      <Button
        small
        kind="quiet"
        aria-label={name('Edit')}
        reason={reason ?? whyNotEdit(tenant)}
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
        reason={reason ?? (cancelled ? 'Already cancelled. Its data is deleted when the 90 days are over.' : null)}
        onClick={() => onAct({ act: 'delete', tenant })}
      >
        Delete
      </Button>
    </RowActions>
  );
}
