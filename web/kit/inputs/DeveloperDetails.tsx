import type { IntegrationData } from '../../../src/platform/values/integration-data.ts';
import { CopyField } from '../../ui/CopyField.tsx';
import { Muted } from '../../ui/layout.tsx';
import { useMay } from '../session/session.ts';
import styles from './developer-details.module.css';

type Props = { of: { id: string } & IntegrationData };

/**
 * An object's external id and metadata, in a closed section of its dialog. Only for the partner's team, because the API hides them from a tenant's
 * users.
 */
export function DeveloperDetails({ of }: Props) {
  if (!useMay('tenants.read')) return null;
  return (
    <details className={styles.details}>
      <summary>For developers</summary>
      <IntegrationFields of={of} />
    </details>
  );
}

/** An object's id, external id and metadata, which programs set through the API. */
export function IntegrationFields({ of: { id, externalId, metadata } }: Props) {
  return (
    <div>
      <CopyField label="ID" value={id} />
      {externalId !== null && <CopyField label="External ID" value={externalId} />}
      {Object.entries(metadata).map(([key, value]) => (
        <CopyField key={key} label={key} value={value} />
      ))}
      <Muted>
        {externalId === null && Object.keys(metadata).length === 0
          ? 'No external ID and no metadata yet. Your programs set them through the API.'
          : 'Your programs set the external ID and metadata through the API. Tenants don’t see them.'}
      </Muted>
    </div>
  );
}
