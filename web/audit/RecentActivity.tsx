import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { listTenantAuditEvents } from '../../src/audit/endpoints.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { useTenantId } from '../kit/session/tenant-context.ts';
import { Card } from '../ui/layout.tsx';
import { NotLoaded } from '../ui/LoadError.tsx';
import { Time } from '../ui/Time.tsx';
import { actionLabel } from './labels.ts';
import { routedText } from './routed.ts';
import styles from './recent-activity.module.css';

export function RecentActivity() {
  const tenantId = useTenantId();
  const { data, error, refetch } = useQuery(
    apiQuery(listTenantAuditEvents, { params: { tenantId }, query: { limit: 6 } }),
  );
  return (
    <Card
      title="Recent activity"
      actions={
        <Link to="/tenants/$tenantId/activity" params={{ tenantId }}>
          All activity
        </Link>
      }
    >
      {!data && <NotLoaded title="Couldn’t load the activity" error={error} again={refetch} />}
      <ul className={styles.events}>
        {data?.items.map((event) => (
          <li key={event.id}>
            <span>{routedText(event) ?? actionLabel(event.action)}</span>
            <span className={styles.by}>{event.actor.email ?? 'System'}</span>
            <span className={styles.by}>
              <Time at={event.at} withClock />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
