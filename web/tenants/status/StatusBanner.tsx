import { useQuery } from '@tanstack/react-query';
import type { Tenant } from '../../../src/tenants/contract.ts';
import { listSuspensions } from '../../../src/tenants/lifecycle/endpoints.ts';
import type { Suspension } from '../../../src/tenants/lifecycle/suspensions-contract.ts';
import { apiQuery } from '../../kit/session/queries.ts';
import { brandOf, useSession } from '../../kit/session/session.ts';
import { useTenant } from '../../kit/session/tenant-context.ts';
import { whenDeleted } from '../../kit/words/days.ts';
import { REASON_NAMES } from '../../kit/words/status-labels.ts';
import { Notice } from '../../ui/Notice.tsx';
import { Time } from '../../ui/Time.tsx';
import { Manifests } from './Manifests.tsx';

/** Shows what doesn't work because of the tenant's status. */
export function StatusBanner() {
  const tenant = useTenant();
  const session = useSession();
  // its own users see a separate page instead
  if (tenant.status === 'SUSPENDED') return session.tenant ? null : <Suspended tenant={tenant} />;
  if (tenant.status !== 'CANCELLED' || !tenant.purgeAt) return null;
  return (
    <Notice
      tone="error"
      title={
        <>
          Cancelled. All data will be deleted on <Time at={tenant.purgeAt} /> ({whenDeleted(tenant.purgeAt)}).
        </>
      }
      action={!session.tenant && <Manifests small />}
    >
      {session.tenant
        ? `No phone works, not even for 911. Until then you can read and download everything here. To come back, contact ${brandOf(session)}.`
        : 'No phone works, not even for 911. Until then you can read everything here, and reactivate the tenant to bring it back.'}
    </Notice>
  );
}

function setBy({ setBy: who, actor }: Suspension): string {
  if (who === 'operator') return ' by the platform operator, and only they can lift it';
  if (who === 'system') return ' automatically';
  return actor ? ` by ${actor.email}` : '';
}

function Suspended({ tenant }: { tenant: Tenant }) {
  const { data } = useQuery(apiQuery(listSuspensions, { params: { tenantId: tenant.id } }));
  const found = data?.items ?? [];
  const others = tenant.suspensionReasons.filter((reason) => !found.some((one) => one.reason === reason));
  return (
    <Notice tone="warning" title={tenant.sandbox ? 'Suspended. No calls work.' : 'Suspended. Only 911 calls work.'}>
      <ul>
        {found.map((one) => (
          <li key={`${one.setBy} ${one.reason}`}>
            <strong>{REASON_NAMES[one.reason]}</strong>, set <Time at={one.at} withClock />
            {setBy(one)}
            {one.note && <>: “{one.note}”</>}
          </li>
        ))}
        {others.map((reason) => (
          <li key={reason}>
            <strong>{REASON_NAMES[reason]}</strong>
          </li>
        ))}
      </ul>
      <p>Callers hear that the service is interrupted. Phones stay registered. Extensions can’t be added.</p>
    </Notice>
  );
}
