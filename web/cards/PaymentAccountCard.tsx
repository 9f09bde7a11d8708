import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type PaymentAccount, PaymentAccountPatch } from '../../src/cards/account/contract.ts';
import { deletePaymentAccount, editPaymentAccount, getPaymentAccount } from '../../src/cards/account/endpoints.ts';
import { ConfirmDialog } from '../kit/acts/ConfirmDialog.tsx';
import { formSchema } from '../kit/forms/form-schema.ts';
import { Form, PasswordInput, useApiForm } from '../kit/forms/form.tsx';
import { useChange } from '../kit/session/changes.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { usePermissionReason } from '../kit/session/session.ts';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import { CopyField } from '../ui/CopyField.tsx';
import { Card, Fact, Facts, Muted, Row, Stack } from '../ui/layout.tsx';
import { NotLoaded } from '../ui/LoadError.tsx';
import { Notice } from '../ui/Notice.tsx';
import { toast } from '../ui/toast.tsx';

/** How often to poll while a key is being checked. */
const CHECKING_MS = 1000;

/** The partner's own account at Stripe, through which its tenants pay by card. */
export function PaymentAccountCard() {
  const { data, error, refetch } = useQuery({
    ...apiQuery(getPaymentAccount),
    refetchInterval: ({ state }) => (state.data?.state === 'checking' ? CHECKING_MS : false),
  });
  const [removing, setRemoving] = useState(false);
  const change = useChange();
  const reason = usePermissionReason('payment-account.write');
  if (!data) return <NotLoaded title="Couldn’t load the payment settings" error={error} again={refetch} />;
  return (
    <Card
      form
      title="Payments"
      actions={
        data.state !== 'none' && (
          <Button small kind="quiet" disabledReason={reason} onClick={() => setRemoving(true)}>
            Remove keys
          </Button>
        )
      }
    >
      <Stack>
        {data.isDemo && (
          <Notice tone="warning" title="Demo payments">
            This installation talks to a stand-in, not to Stripe. No money moves. Don’t enter real keys here.
          </Notice>
        )}
        <p>
          Connect your own Stripe account, and your tenants can pay their invoices by card. Create a secret key, and a
          webhook that sends its events to the address below.
        </p>
        {data.state !== 'none' && <AccountFacts account={data} />}
        <KeysForm key={data.version} account={data} reason={reason} />
      </Stack>
      {removing && (
        <ConfirmDialog
          title="Remove the Stripe keys?"
          verb="Remove keys"
          onClose={() => setRemoving(false)}
          act={async () => {
            await change(deletePaymentAccount);
            toast.success('Your tenants can no longer pay by card.', 'Keys removed');
          }}
        >
          <p>
            Your tenants can no longer pay by card, their saved cards are forgotten, and auto-pay stops. Payments and
            refunds in progress are no longer followed: check them at Stripe, and record by hand what still comes in.
          </p>
        </ConfirmDialog>
      )}
    </Card>
  );
}

function AccountFacts({ account }: { account: PaymentAccount }) {
  const { state, mode, keyEnd, isOffered, hasWebhookSecret, eventsUrl } = account;
  return (
    <Stack>
      <Facts>
        <Fact name="Card payments">
          {isOffered ? (
            <Badge tone="green">On</Badge>
          ) : (
            <>
              <Badge tone="grey">Off</Badge> <Muted>{missing(account)}</Muted>
            </>
          )}
        </Fact>
        <Fact name="Secret key">
          ends in <span className="mono">{keyEnd}</span> {state === 'checking' && <Muted>being checked…</Muted>}
          {state === 'refused' && <Badge tone="red">Refused by Stripe</Badge>}{' '}
          {mode === 'test' && <Badge tone="amber">Test mode: no money moves</Badge>}
        </Fact>
        <Fact name="Signing secret">{hasWebhookSecret ? 'Entered' : <Muted>Missing</Muted>}</Fact>
      </Facts>
      {eventsUrl !== null && <CopyField label="Webhook address" value={eventsUrl} />}
      <p>
        <Muted>
          Send these events: checkout.session.*, payment_intent.*, charge.refunded, refund.*, charge.dispute.*,
          payment_method.detached and payment_method.automatically_updated.
        </Muted>
      </p>
    </Stack>
  );
}

function missing({ state, hasWebhookSecret }: PaymentAccount): string {
  if (state === 'checking') return 'The key is being checked.';
  if (state === 'refused') return 'Enter a key that Stripe accepts.';
  return hasWebhookSecret ? '' : 'Enter the signing secret of the webhook.';
}

type Typed = { secretKey: string; webhookSecret: string };

/** Blank fields aren't changed. */
const toPatch = (typed: Typed) => Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== ''));

function KeysForm({ account, reason }: { account: PaymentAccount; reason: string | null }) {
  const change = useChange();
  const isNew = account.state === 'none';
  const form = useApiForm({
    schema: formSchema(PaymentAccountPatch, toPatch),
    values: { secretKey: '', webhookSecret: '' },
    send: (body) => change(editPaymentAccount, { body, ifMatch: account.version }),
    done: () => toast.success('The keys are stored encrypted, and never shown again.', 'Payment settings saved'),
  });
  return (
    <Form of={form} label="Payments" readOnly={reason !== null} guarded>
      <PasswordInput
        name="secretKey"
        label={isNew ? 'Secret key' : 'New secret key'}
        description={isNew ? 'Begins with sk_ or rk_.' : 'Leave blank to keep the current one.'}
        autoComplete="new-password"
      />
      <PasswordInput
        name="webhookSecret"
        label={account.hasWebhookSecret ? 'New signing secret' : 'Signing secret'}
        description={
          account.hasWebhookSecret
            ? 'Leave blank to keep the current one.'
            : 'Begins with whsec_. You can add it later.'
        }
        autoComplete="new-password"
      />
      <Row end>
        <Button type="submit" kind="primary" busy={form.busy} disabledReason={reason}>
          Save payment settings
        </Button>
      </Row>
    </Form>
  );
}
