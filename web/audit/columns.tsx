import { Link } from '@tanstack/react-router';
import type { AuditEvent } from '../../src/audit/contract.ts';
import { ROLE_NAMES } from '../people/roles.ts';
import type { Column } from '../ui/DataTable.tsx';
import { Muted } from '../ui/layout.tsx';
import { Time } from '../ui/Time.tsx';
import styles from './audit.module.css';
import { actionWords, type FieldChange, fieldChanges } from './words.ts';

/** Of the partner's trail, or, inside a tenant, of that tenant's part. */
export function auditColumns(insideTenant: boolean): Column<AuditEvent>[] {
  const tenant: Column<AuditEvent> = {
    id: 'tenant',
    header: 'Tenant',
    cell: ({ actingForTenant: at }) =>
      at ? (
        <Link to="/tenants/$tenantId" params={{ tenantId: at.id }}>
          {at.name ?? 'A purged tenant'}
        </Link>
      ) : (
        <Muted>–</Muted>
      ),
  };
  return [
    { id: 'at', header: 'Time', cell: (event) => <Time at={event.at} withClock /> },
    { id: 'actor', header: 'Who', cell: (event) => <Who event={event} /> },
    ...(insideTenant ? [] : [tenant]),
    { id: 'action', header: 'What', cell: (event) => <What event={event} /> },
    {
      id: 'ip',
      header: 'From',
      wideOnly: true,
      cell: (event) => <span className={styles.from}>{event.ip ?? '–'}</span>,
    },
  ];
}

function Who({ event: { actor } }: { event: AuditEvent }) {
  const role =
    actor.role === 'system' ? 'by itself' : (ROLE_NAMES[actor.role as keyof typeof ROLE_NAMES] ?? actor.role);
  return (
    <>
      {actor.email ?? (actor.role === 'system' ? 'The system' : 'Nobody known')}
      <span className={styles.role}>{role}</span>
    </>
  );
}

function What({ event }: { event: AuditEvent }) {
  const changed = fieldChanges(event.before, event.after);
  return (
    <div className={styles.what}>
      {actionWords(event.action)}
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
