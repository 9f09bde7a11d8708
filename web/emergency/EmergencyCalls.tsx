import { Link } from '@tanstack/react-router';
import type { EmergencyCall } from '../../src/emergency/contract.ts';
import { displayNumber } from '../../src/platform/values/phone.ts';
import { Notice } from '../ui/Notice.tsx';
import styles from './emergency-banner.module.css';

type EmergencyCallsProps = {
  calls: EmergencyCall[];
  /** Whether to show the tenant with a link to its pages. */
  linked: boolean;
};

export default function EmergencyCalls({ calls, linked }: EmergencyCallsProps) {
  return (
    <aside className={styles.banner} aria-label="Emergency calls">
      {calls.map((call) => (
        <Notice key={call.id} tone="error" alert title={<Title call={call} linked={linked} />}>
          {[
            call.location || 'No 911 address',
            call.callbackNumber === null
              ? 'No callback number'
              : `Callback number ${displayNumber(call.callbackNumber)}`,
            timeIn(call),
          ].join(' · ')}
        </Notice>
      ))}
    </aside>
  );
}

function Title({
  call: { tenantId, tenantName, number, extension, endedAt },
  linked,
}: {
  call: EmergencyCall;
  linked: boolean;
}) {
  const who = extension === null ? 'A phone' : `${extension.number} ${extension.name}`;
  return (
    <>
      {`${who} ${endedAt === null ? 'is talking to' : 'called'} ${number}`}
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

/** In the tenant's time zone, which is named, because the reader may be elsewhere. */
const timeIn = ({ startedAt, timezone }: EmergencyCall): string =>
  new Intl.DateTimeFormat('en-US', {
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
    timeZone: timezone,
    timeZoneName: 'short',
  }).format(new Date(startedAt));
