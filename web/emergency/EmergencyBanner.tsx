import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { z } from 'zod';
import type { EmergencyCall, EmergencyCallList } from '../../src/emergency/contract.ts';
import { displayNumber } from '../../src/platform/values/phone.ts';
import { api } from '../kit/api.ts';
import { type Session, useMay } from '../kit/session.ts';
import { Notice } from '../ui/Notice.tsx';
import styles from './emergency-banner.module.css';

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
    <aside className={styles.banner} aria-label="Calls to 911">
      {data.items.map((call) => (
        <Notice key={call.id} tone="error" alert title={<Title call={call} linked={session.tenant === null} />}>
          {[
            call.location || 'No E911 address',
            call.callbackNumber === null ? 'No call-back number' : `Call back ${displayNumber(call.callbackNumber)}`,
            timeIn(call),
          ].join(' · ')}
        </Notice>
      ))}
    </aside>
  );
}

function Title({
  call: { tenantId, tenantName, extension, endedAt },
  linked,
}: {
  call: EmergencyCall;
  linked: boolean;
}) {
  const who = extension === null ? 'A phone' : `${extension.number} ${extension.name}`;
  return (
    <>
      {`${who} ${endedAt === null ? 'is talking to 911' : 'called 911'}`}
      {linked && (
        <>
          {' at '}
          <Link to="/tenants/$tenantId" params={{ tenantId }}>
            {tenantName}
          </Link>
        </>
      )}
    </>
  );
}

/** In the tenant's zone, named: whoever reads it may be far away. */
const timeIn = ({ startedAt, timezone }: EmergencyCall): string =>
  new Intl.DateTimeFormat('en-US', {
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
    timeZone: timezone,
    timeZoneName: 'short',
  }).format(new Date(startedAt));
