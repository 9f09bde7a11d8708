import { Link } from '@tanstack/react-router';
import { use } from 'react';
import type { AuditEvent } from '../../src/audit/contract.ts';
import { ROLE_NAMES } from '../kit/session/roles.ts';
import type { Column } from '../ui/DataTable.tsx';
import { Muted } from '../ui/layout.tsx';
import { Time, Zone } from '../ui/Time.tsx';
import { actionLabel, type FieldChange, fieldChanges } from './labels.ts';
import { routedText } from './routed.ts';
import styles from './audit.module.css';

/** `tenant`: the part that the tenant's users see. */
type Trail = 'partner' | 'tenant' | 'operator';

export function auditColumns(trail: Trail): Column<AuditEvent>[] {
  const tenant: Column<AuditEvent> = {
    id: 'tenant',
    header: 'Tenant',
    cell: ({ actingForTenant: at }) => {
      if (!at) return <Muted>–</Muted>;
      if (trail === 'operator')
        return (
          <Link to="/operator/tenants" search={{ tenantId: at.id }}>
            View tenant
          </Link>
        );
      // there is no page to link to
      if (at.name === null) return <Muted>Deleted tenant</Muted>;
      return (
        <Link to="/tenants/$tenantId" params={{ tenantId: at.id }}>
          {at.name}
        </Link>
      );
    },
  };
  return [
    { id: 'at', header: 'Time', cell: (event) => <Time at={event.at} withClock /> },
    { id: 'actor', header: 'Who', cell: (event) => <Who event={event} linked={trail === 'partner'} /> },
    ...(trail === 'tenant' ? [] : [tenant]),
    { id: 'action', header: 'What', cell: (event) => <What event={event} /> },
    {
      id: 'ip',
      header: 'From',
      wideOnly: true,
      cell: (event) => <span className={styles.from}>{event.ip ?? '–'}</span>,
    },
  ];
}

/** In the partner's trail, a user's name links to all of their actions, even outside the team. */
function Who({ event: { actor }, linked }: { event: AuditEvent; linked: boolean }) {
  const role = actor.role === 'system' ? '' : (ROLE_NAMES[actor.role as keyof typeof ROLE_NAMES] ?? actor.role);
  return (
    <>
      {linked && actor.id && actor.email && actor.role !== 'extension' ? (
        <Link to="/audit" search={{ actorId: actor.id }} aria-label={`All changes by ${actor.email}`}>
          {actor.email}
        </Link>
      ) : (
        (actor.email ?? (actor.role === 'system' ? 'System' : 'Unknown'))
      )}
      <span className={styles.role}>{role}</span>
    </>
  );
}

function What({ event }: { event: AuditEvent }) {
  const changed = fieldChanges(event.before, event.after, use(Zone));
  const routed = routedText(event);
  if (routed) return <div className={styles.what}>{routed}</div>;
  return (
    <div className={styles.what}>
      {actionLabel(event.action)}
      {changed.length > 0 && (
        <ul className={styles.changes}>
          {changed.map((change) => (
            <li key={change.field}>
              {change.field} <Values {...change} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Values({ before, after }: FieldChange) {
  if (after === null) return <del>{before}</del>;
  if (before === null) return <ins>{after}</ins>;
  return (
    <>
      <del>{before}</del> → <ins>{after}</ins>
    </>
  );
}
