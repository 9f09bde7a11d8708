import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import type { z } from 'zod';
import type { EmergencyCallList } from '../../src/emergency/contract.ts';
import { api } from '../kit/api.ts';
import { type Session, useMay } from '../kit/session.ts';

// with what reads and writes phone numbers, which few pages need at first
const EmergencyCalls = lazy(() => import('./EmergencyCalls.tsx'));

/** Somebody called 911: on every page, while the call is on and for an hour after. */
export function EmergencyBanner({ session }: { session: Session }) {
  const mayRead = useMay('calls.read');
  const path = session.tenant ? `/tenants/${session.tenant.id}/emergency-calls` : '/emergency-calls';
  const { data } = useQuery({
    queryKey: ['emergency-calls', path],
    queryFn: ({ signal }) => api.get<z.infer<typeof EmergencyCallList>>(path, {}, signal),
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
