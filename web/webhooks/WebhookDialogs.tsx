import { useState } from 'react';
import { type NewWebhook, type Webhook, WebhookResume, WebhookRotate } from '../../src/webhooks/contract.ts';
import {
  createWebhook,
  editWebhook,
  getWebhook,
  resumeWebhook,
  rotateWebhookSecret,
} from '../../src/webhooks/endpoints.ts';
import { overlapOptions, SecretDialog } from '../kit/acts/SecretDialog.tsx';
import { useEdit } from '../kit/forms/edit.ts';
import { formSchema } from '../kit/forms/form-schema.ts';
import { ChoiceInput, useApiForm } from '../kit/forms/form.tsx';
import { EditDialog, FormDialog } from '../kit/forms/FormDialog.tsx';
import { call } from '../kit/session/call.ts';
import { useChange } from '../kit/session/changes.ts';
import { toast } from '../ui/toast.tsx';
import { formOfWebhook, NEW_WEBHOOK, newWebhookSchema, webhookSchema } from './webhook-form.ts';
import { WebhookFields } from './WebhookFields.tsx';

type Props = { onClose: () => void };
type OfWebhook = Props & { webhook: Webhook };

export function CreateWebhook({ onClose }: Props) {
  const change = useChange();
  const [made, setMade] = useState<NewWebhook | null>(null);
  const form = useApiForm({
    schema: newWebhookSchema,
    values: NEW_WEBHOOK,
    send: (body, key) => change(createWebhook, { body, key }),
    done: setMade,
  });
  if (made) return <NewSecret made={made} onClose={onClose} />;
  return (
    <FormDialog title="New webhook" onClose={onClose} of={form} label="Webhook" verb="Create webhook">
      <WebhookFields isNew />
    </FormDialog>
  );
}

export function EditWebhook({ webhook, onClose }: OfWebhook) {
  const change = useChange();
  const params = { webhookId: webhook.id };
  const edit = useEdit({
    item: webhook,
    formOf: formOfWebhook,
    schema: webhookSchema,
    fields: {
      name: { name: 'Name' },
      url: { name: 'Address' },
      types: { name: 'Events' },
      whichTenants: { name: 'Tenants' },
      tenantIds: { name: 'Which tenants' },
      strictOrder: { name: 'Strict order' },
    },
    load: () => call(getWebhook, { params }),
    save: (body, { version }) => change(editWebhook, { params, body, ifMatch: version }),
    done: ({ name }) => {
      toast.success('It applies to events from now on.', `${name} saved`);
      onClose();
    },
  });
  return (
    <EditDialog
      title={`Edit ${webhook.name}`}
      onClose={onClose}
      of={edit}
      label="Webhook"
      what="this webhook"
      verb="Save webhook"
    >
      <WebhookFields />
    </EditDialog>
  );
}

export function ReplaceSecret({ webhook, onClose }: OfWebhook) {
  const change = useChange();
  const [made, setMade] = useState<NewWebhook | null>(null);
  const form = useApiForm({
    schema: formSchema(WebhookRotate, ({ overlap }: { overlap: string }) => ({ overlapHours: Number(overlap) })),
    values: { overlap: '24' },
    send: (body, key) => change(rotateWebhookSecret, { params: { webhookId: webhook.id }, body, key }),
    done: setMade,
  });
  if (made) return <NewSecret made={made} onClose={onClose} />;
  return (
    <FormDialog
      title={`Replace the secret of ${webhook.name}?`}
      size="small"
      onClose={onClose}
      of={form}
      label="Replace the secret"
      verb="Create new secret"
    >
      <ChoiceInput
        name="overlap"
        label="Also sign with the current secret"
        options={overlapOptions('Time to give the new secret to your server')}
      />
    </FormDialog>
  );
}

const FROM = [
  { value: 'missed', label: 'Missed and new events', hint: '30 days back at most' },
  { value: 'now', label: 'Only new events', hint: 'Missed events can still be sent again later' },
];

export function ResumeWebhook({ webhook, onClose }: OfWebhook) {
  const change = useChange();
  const form = useApiForm({
    schema: formSchema(WebhookResume, ({ from }: { from: string }) => ({ from })),
    values: { from: 'missed' },
    send: (body, key) => change(resumeWebhook, { params: { webhookId: webhook.id }, body, key }),
    done: ({ name }) => {
      toast.success('Events are sent again.', `${name} resumed`);
      onClose();
    },
  });
  return (
    <FormDialog
      title={`Resume ${webhook.name}`}
      size="small"
      onClose={onClose}
      of={form}
      label="Resume the webhook"
      verb="Resume"
    >
      <ChoiceInput name="from" label="Send" options={FROM} />
    </FormDialog>
  );
}

function NewSecret({ made, onClose }: Props & { made: NewWebhook }) {
  return (
    <SecretDialog
      title={`${made.name}: its secret`}
      warning="Copy the secret now. It can’t be shown again."
      label="Secret"
      secret={made.secret}
      onClose={onClose}
    >
      Your server verifies each message with it, by a library of{' '}
      <a href="https://www.standardwebhooks.com">Standard Webhooks</a>.
    </SecretDialog>
  );
}
