import { useState } from 'react';
import type { Webhook, WebhookDelivery } from '../../src/webhooks/contract.ts';
import { replayWebhookDelivery, skipWebhookDelivery } from '../../src/webhooks/endpoints.ts';
import { ConfirmDialog } from '../kit/acts/ConfirmDialog.tsx';
import { useApiMutation, useChange } from '../kit/session/changes.ts';
import { usePermissionReason } from '../kit/session/session.ts';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog, DialogActions } from '../ui/Dialog.tsx';
import { Fact, Facts, Muted } from '../ui/layout.tsx';
import { Time } from '../ui/Time.tsx';
import { toast } from '../ui/toast.tsx';
import { DELIVERY_STATE, eventName, outcomeText } from './labels.ts';
import styles from './webhooks.module.css';

type Props = { webhook: Webhook; delivery: WebhookDelivery; disabledReason: string | null; onClose: () => void };

/** A message: the receiver's response, and a button to send it again. */
export function DeliveryDialog({ webhook, delivery, disabledReason, onClose }: Props) {
  const again = useApiMutation(replayWebhookDelivery, {
    onSuccess: () => {
      toast.success('It has the same message id.', 'Sent again');
      onClose();
    },
  });
  const [skipping, setSkipping] = useState(false);
  const skipReason = usePermissionReason('webhooks.write');
  if (skipping) return <SkipDelivery webhook={webhook} delivery={delivery} onClose={onClose} />;
  const { tone, text } = DELIVERY_STATE[delivery.state];
  return (
    <Dialog title={eventName(delivery.type)} onClose={onClose}>
      <Facts>
        <Fact name="State">
          <Badge tone={tone}>{text}</Badge>
        </Fact>
        {delivery.tenantName && <Fact name="Tenant">{delivery.tenantName}</Fact>}
        <Fact name="Last attempt">
          {delivery.attemptedAt ? <Time at={delivery.attemptedAt} withSeconds /> : <Muted>Not sent yet</Muted>}
        </Fact>
        <Fact name="Result">
          {outcomeText(delivery)}
          {delivery.milliseconds !== null && <Muted> after {delivery.milliseconds} ms</Muted>}
        </Fact>
        <Fact name="Attempts">{delivery.attempts}</Fact>
        {delivery.nextAttemptAt && (
          <Fact name="Next attempt">
            <Time at={delivery.nextAttemptAt} withSeconds />
          </Fact>
        )}
        <Fact name="Message id">
          <span className="mono">{delivery.eventId ?? delivery.id}</span>
        </Fact>
      </Facts>
      {delivery.response !== null && delivery.response !== '' && (
        <>
          <p>
            <Muted>The beginning of the response, as text:</Muted>
          </p>
          <pre className={styles.response}>{delivery.response}</pre>
        </>
      )}
      <DialogActions>
        {(delivery.state === 'pending' || delivery.state === 'parked') && (
          <Button kind="quiet" disabledReason={skipReason} onClick={() => setSkipping(true)}>
            Skip
          </Button>
        )}
        <Button
          disabledReason={disabledReason}
          busy={again.isPending}
          onClick={() => again.mutate({ params: { webhookId: webhook.id, deliveryId: delivery.id } })}
        >
          Send again
        </Button>
        <Button kind="primary" onClick={onClose}>
          Close
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function SkipDelivery({ webhook, delivery, onClose }: Omit<Props, 'disabledReason'>) {
  const change = useChange();
  return (
    <ConfirmDialog
      title="Skip this event?"
      verb="Skip event"
      onClose={onClose}
      act={async () => {
        await change(skipWebhookDelivery, { params: { webhookId: webhook.id, deliveryId: delivery.id } });
        toast.success('It won’t be sent.', 'Event skipped');
      }}
    >
      <p>
        Your server won’t get it.
        {webhook.strictOrder &&
          delivery.waitsFor === null &&
          delivery.tenantName &&
          ` The next event of ${delivery.tenantName} is sent after that.`}{' '}
        You can still send it again for 30 days.
      </p>
    </ConfirmDialog>
  );
}
