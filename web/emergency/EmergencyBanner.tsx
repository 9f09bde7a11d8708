import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { listEmergencyCalls, listTenantEmergencyCalls } from '../../src/emergency/endpoints.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { type Session, useMay } from '../kit/session/session.ts';

// loaded lazily with the phone number library, which few pages need at first
const EmergencyCalls = lazy(() => import('./EmergencyCalls.tsx'));

/** Shown on every page during an emergency call and for an hour after it. */
export function EmergencyBanner({ session }: { session: Session }) {
  const mayRead = useMay('calls.read');
  const { data } = useQuery({
    ...(session.tenant
      ? apiQuery(listTenantEmergencyCalls, { params: { tenantId: session.tenant.id } })
      : apiQuery(listEmergencyCalls)),
    refetchInterval: 3000,
    enabled: mayRead && session.voice !== 'off',
  });
  if (!data || data.items.length === 0) return null;
  return (
    <Suspense>
      <EmergencyCalls calls={data.items} linked={session.tenant === null} />
    </Suspense>
  );
}
