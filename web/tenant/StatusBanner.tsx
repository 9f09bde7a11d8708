import { daysUntil, inDays, REASON_NAMES } from '../partner/status.ts';
import { brandOf, useSession } from '../session.ts';
import { address } from '../api.ts';
import { buttonClass } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { useTenant } from './context.ts';

/** Says what the tenant's status keeps from working. */
export function StatusBanner() {
  const tenant = useTenant();
  const session = useSession();
  if (tenant.status === 'SUSPENDED') {
    const reasons = tenant.suspensionReasons.map((reason) => REASON_NAMES[reason]).join(', ');
    return (
      <Notice tone="warning" title={`Suspended${reasons && ` (${reasons})`}`}>
        Calls are refused with an announcement, 911 still works. Phones stay registered; there are no new extensions.
      </Notice>
    );
  }
  if (tenant.status !== 'CANCELLED' || !tenant.purgeAt) return null;
  const when = inDays(daysUntil(tenant.purgeAt));
  return (
    <Notice
      tone="error"
      title={`Cancelled; purged ${when}`}
      action={
        !session.tenant && (
          <a
            className={buttonClass('plain', true)}
            href={address(`/tenants/${tenant.id}/manifests`)}
            download={`${tenant.sipPrefix}-manifests.json`}
          >
            Deletion manifest
          </a>
        )
      }
    >
      {session.tenant
        ? `No phone works, 911 included. You can read and download what is here until then. To come back, contact ${brandOf(session)}.`
        : 'No phone works, 911 included. Everything here can be read until then, and comes back when the tenant is reactivated.'}
    </Notice>
  );
}
