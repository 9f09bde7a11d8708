import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Webhook } from '../../src/webhooks/contract.ts';
import { deleteWebhook, pauseWebhook, testWebhook } from '../../src/webhooks/endpoints.ts';
import { ConfirmDialog } from '../kit/acts/ConfirmDialog.tsx';
import { useDialogAddress } from '../kit/forms/dialog-address.ts';
import { LoadedPage } from '../kit/pages/LoadedPage.tsx';
import { call } from '../kit/session/call.ts';
import { refresh, useApiMutation } from '../kit/session/changes.ts';
import { brandOf, usePermissionReason, useSession } from '../kit/session/session.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { TestBadge } from '../kit/words/SandboxBadge.tsx';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import { Card, Fact, Facts, Muted, Row } from '../ui/layout.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Page } from '../ui/Page.tsx';
import { plural } from '../ui/plural.ts';
import { Time } from '../ui/Time.tsx';
import { toast } from '../ui/toast.tsx';
import { Deliveries } from './Deliveries.tsx';
import { eventsText, WEBHOOK_STATE } from './labels.ts';
import { webhookQuery } from './queries.ts';
import { ReplaySpan } from './ReplaySpan.tsx';
import { EditWebhook, ReplaceSecret, ResumeWebhook } from './WebhookDialogs.tsx';

const route = getRouteApi('/authenticated/developers/webhooks/$webhookId');
const REFRESH_MS = 5000;

/** A webhook: its health and its messages. */
export function WebhookPage() {
  const { webhookId } = route.useParams();
  return (
    <LoadedPage query={{ ...webhookQuery(webhookId), refetchInterval: REFRESH_MS }} failed="Couldn’t load this webhook">
      {(webhook) => <Loaded webhook={webhook} />}
    </LoadedPage>
  );
}

function Loaded({ webhook }: { webhook: Webhook }) {
  const reason = usePermissionReason('webhooks.write');
  const address = useDialogAddress(['edit-webhook', 'replace-secret', 'resume-webhook', 'replay']);
  const [deleting, setDeleting] = useState(false);
  const isStopped = webhook.state !== 'on' && webhook.state !== 'failing';
  const runsReason = reason ?? (isStopped ? 'Resume the webhook first.' : null);
  return (
    <Page
      title={webhook.name}
      intro={
        <>
          <Link to="/developers/webhooks">All webhooks</Link> <TestBadge mode={webhook.mode} />
        </>
      }
      brand={brandOf(useSession())}
      actions={<RunActions webhook={webhook} reason={reason} resume={() => address.open('resume-webhook')} />}
    >
      <Card
        form
        title="Settings"
        actions={
          <Row tight>
            <Button small disabledReason={reason} onClick={() => address.open('edit-webhook')}>
              Edit
            </Button>
            <Button small disabledReason={reason} onClick={() => address.open('replace-secret')}>
              Replace secret
            </Button>
            <Button small disabledReason={runsReason} onClick={() => address.open('replay')}>
              Send again…
            </Button>
            <Button small kind="quiet" disabledReason={reason} onClick={() => setDeleting(true)}>
              Delete
            </Button>
          </Row>
        }
      >
        <State webhook={webhook} />
      </Card>
      {webhook.parked > 0 && <ParkedNotice parked={webhook.parked} />}
      <Deliveries webhook={webhook} disabledReason={runsReason} />
      {address.dialog === 'edit-webhook' && <EditWebhook webhook={webhook} onClose={address.close} />}
      {address.dialog === 'replace-secret' && <ReplaceSecret webhook={webhook} onClose={address.close} />}
      {address.dialog === 'resume-webhook' && <ResumeWebhook webhook={webhook} onClose={address.close} />}
      {address.dialog === 'replay' && <ReplaySpan webhook={webhook} onClose={address.close} />}
      {deleting && <DeleteWebhook webhook={webhook} onClose={() => setDeleting(false)} />}
    </Page>
  );
}

type RunProps = { webhook: Webhook; reason: string | null; resume: () => void };

function RunActions({ webhook, reason, resume }: RunProps) {
  const input = { params: { webhookId: webhook.id } };
  const pause = useApiMutation(pauseWebhook, {
    onSuccess: () => toast.success('Nothing is sent until you resume it.', `${webhook.name} paused`),
  });
  const test = useApiMutation(testWebhook, {
    onSuccess: () => toast.success('Your server’s response appears below.', 'Test sent'),
  });
  if (webhook.state !== 'on' && webhook.state !== 'failing')
    return (
      <Button kind="primary" disabledReason={reason} onClick={resume}>
        Resume
      </Button>
    );
  return (
    <>
      <Button disabledReason={reason} busy={pause.isPending} onClick={() => pause.mutate(input)}>
        Pause
      </Button>
      <Button kind="primary" disabledReason={reason} busy={test.isPending} onClick={() => test.mutate(input)}>
        Send a test
      </Button>
    </>
  );
}

function ParkedNotice({ parked }: { parked: number }) {
  return (
    <Notice
      tone="warning"
      title={`${plural(parked, NOUNS.event)} parked`}
      action={
        <Link from="/developers/webhooks/$webhookId" to="." search={{ state: 'parked' }}>
          Show
        </Link>
      }
    >
      Your server refused {parked === 1 ? 'it' : 'them'} for three days. The later events of the same tenant wait until
      you send it again or skip it.
    </Notice>
  );
}

function State({ webhook }: { webhook: Webhook }) {
  const { state, stateSince, url, types, tenantIds, strictOrder, waiting, lastSuccessAt, oldSecretUntil } = webhook;
  return (
    <Facts>
      <Fact name="State">
        <Badge tone={WEBHOOK_STATE[state].tone}>{WEBHOOK_STATE[state].text}</Badge>
        {stateSince && (
          <Muted>
            {' '}
            since <Time at={stateSince} withClock />
          </Muted>
        )}
      </Fact>
      <Fact name="Address">{url}</Fact>
      <Fact name="Events">{eventsText(types)}</Fact>
      <Fact name="Tenants">{tenantIds ? plural(tenantIds.length, NOUNS.tenant) : 'All'}</Fact>
      <Fact name="Order">{strictOrder ? 'Strict: one event of a tenant at a time' : 'Any'}</Fact>
      <Fact name="Waiting">{waiting >= 1000 ? '1,000 or more' : waiting}</Fact>
      <Fact name="Last delivery">
        {lastSuccessAt ? <Time at={lastSuccessAt} withClock /> : <Muted>None yet</Muted>}
      </Fact>
      {oldSecretUntil && (
        <Fact name="Old secret">
          signs until <Time at={oldSecretUntil} withClock />
        </Fact>
      )}
    </Facts>
  );
}

function DeleteWebhook({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return (
    <ConfirmDialog
      title={`Delete ${webhook.name}?`}
      verb="Delete webhook"
      onClose={onClose}
      version={webhook.version}
      act={async (version) => {
        await call(deleteWebhook, { params: { webhookId: webhook.id }, ifMatch: version });
        // leave first, because this page would request the deleted webhook
        await navigate({ to: '/developers/webhooks' });
        await refresh(client);
        toast.success('Nothing more is sent to it.', `${webhook.name} deleted`);
      }}
    >
      <p>Its deliveries are deleted, and waiting events won’t be sent. You can’t undo this.</p>
    </ConfirmDialog>
  );
}
