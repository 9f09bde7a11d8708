import { Link } from '@tanstack/react-router';
import type { ObjectUse } from '../../../src/object-uses/contract.ts';
import { Muted } from '../../ui/layout.tsx';
import { useTenantId } from '../session/tenant-context.ts';
import styles from './used-by.module.css';

/** Links to the uses of a schedule or number list. */
export function UsedBy({ uses }: { uses: readonly ObjectUse[] }) {
  const tenantId = useTenantId();
  if (uses.length === 0) return <Muted>Nothing yet</Muted>;
  return (
    <ul className={styles.uses}>
      {uses.map(({ id, name }) => (
        <li key={id}>
          <Link to="/tenants/$tenantId/flows/$flowId" params={{ tenantId, flowId: id }}>
            {name}
          </Link>
        </li>
      ))}
    </ul>
  );
}

const list = new Intl.ListFormat('en-US');

/** "Used by Main line and 500 Night"; null if nothing does. */
export const usedByText = (uses: readonly ObjectUse[]): string | null =>
  uses.length > 0 ? `Used by ${list.format(uses.map(({ name }) => name))}` : null;

/** Why an object in use can't be deleted; null if it isn't in use. */
export function usedReason(uses: readonly ObjectUse[]): string | null {
  const text = usedByText(uses);
  return text && `${text}. Choose another there first.`;
}
