import { reasonWords, whenPurged } from '../partner/status.ts';
import { brandOf, useSession } from '../session.ts';
import { Notice } from '../ui/Notice.tsx';
import { useTenant } from './context.ts';
import { Manifests } from './Manifests.tsx';

/** Says what the tenant's status keeps from working. */
export function StatusBanner() {
  const tenant = useTenant();
  const session = useSession();
  if (tenant.status === 'SUSPENDED') {
    const reasons = reasonWords(tenant.suspensionReasons);
    return (
      <Notice tone="warning" title={`Suspended${reasons && ` (${reasons})`}`}>
        Calls are refused with an announcement, 911 still works. Phones stay registered; there are no new extensions.
      </Notice>
    );
  }
  if (tenant.status !== 'CANCELLED' || !tenant.purgeAt) return null;
  return (
    <Notice
      tone="error"
      title={`Cancelled; purged ${whenPurged(tenant.purgeAt)}`}
      action={!session.tenant && <Manifests small />}
    >
      {session.tenant
        ? `No phone works, 911 included. You can read and download what is here until then. To come back, contact ${brandOf(session)}.`
        : 'No phone works, 911 included. Everything here can be read until then, and comes back when the tenant is reactivated.'}
    </Notice>
  );
}
