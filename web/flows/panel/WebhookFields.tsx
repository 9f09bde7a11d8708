import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { NodeOf } from '../../../src/flows/content/node-contract.ts';
import { getFlowWebhookCredentials } from '../../../src/flows/webhook/endpoints.ts';
import { apiQuery } from '../../kit/session/queries.ts';
import { usePermissionReason } from '../../kit/session/session.ts';
import { useTenantId } from '../../kit/session/tenant-context.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyField } from '../../ui/CopyField.tsx';
import { LoadError } from '../../ui/LoadError.tsx';
import { TypedField } from './TypedField.tsx';
import styles from './panel.module.css';

type WebhookFieldsProps = {
  node: NodeOf<'webhook'>;
  set: (patch: Partial<NodeOf<'webhook'>>, field?: string | null) => string | undefined;
  readOnly: boolean;
};

/** The server's URL, the variables that its response may set, and the secret for verifying requests. */
export function WebhookFields({ node, set, readOnly }: WebhookFieldsProps) {
  return (
    <>
      <TypedField
        label="Address"
        value={node.url ?? ''}
        placeholder="https://crm.example/calls"
        readOnly={readOnly}
        take={(url) => set({ url: url.trim() === '' ? null : url }, 'url')}
      />
      <TypedField
        label="Variables that the response may set"
        value={node.variables.join(' ')}
        description="Their names, separated by spaces."
        readOnly={readOnly}
        take={(text) => set({ variables: text.split(/\s+/).filter(Boolean) }, 'variables')}
      />
      <section className={styles.group} aria-label="Request and response">
        <h3>Request and response</h3>
        <p className={styles.help}>
          It gets a signed POST with the caller, the called number and the variables that aren’t secret. It has 2
          seconds to respond with JSON such as <code>{'{"variables": {"vip": "yes"}}'}</code>. Any other or later
          response is invalid.
        </p>
        <SigningSecret />
      </section>
    </>
  );
}

/** Shown only on request, because each view is audited. */
function SigningSecret() {
  const params = { tenantId: useTenantId() };
  const [asked, setAsked] = useState(false);
  const reason = usePermissionReason('flows.secrets');
  const secret = useQuery({ ...apiQuery(getFlowWebhookCredentials, { params }), enabled: asked, gcTime: 0 });
  if (secret.data) return <CopyField label="Signing secret" value={secret.data.secret} />;
  if (secret.error) return <LoadError error={secret.error} again={secret.refetch} />;
  return (
    <Button small busy={asked} disabledReason={reason} onClick={() => setAsked(true)}>
      Show the signing secret
    </Button>
  );
}
