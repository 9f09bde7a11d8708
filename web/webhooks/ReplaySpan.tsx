import { useState } from 'react';
import { HOUR_MS, MINUTE_MS } from '../../src/platform/time/durations.ts';
import { type Webhook, WebhookReplay } from '../../src/webhooks/contract.ts';
import { replayWebhook } from '../../src/webhooks/endpoints.ts';
import { formSchema } from '../kit/forms/form-schema.ts';
import { ChoiceInput, TextInput, useApiForm } from '../kit/forms/form.tsx';
import { FormDialog } from '../kit/forms/FormDialog.tsx';
import { useChange } from '../kit/session/changes.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { FieldRow } from '../ui/fields.tsx';
import { plural } from '../ui/plural.ts';
import { toast } from '../ui/toast.tsx';

type Span = { from: string; to: string; only: string };

/** An instant for `<input type="datetime-local">`, in the reader's time zone. */
const typed = (at: Date): string =>
  new Date(at.getTime() - at.getTimezoneOffset() * MINUTE_MS).toISOString().slice(0, 16);

const instant = (text: string): string => {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? text : at.toISOString();
};

const schema = formSchema(WebhookReplay, ({ from, to, only }: Span) => ({
  from: instant(from),
  to: instant(to),
  only,
}));

const ONLY = [
  { value: 'failed', label: 'Events that weren’t delivered' },
  {
    value: 'all',
    label: 'Everything',
    hint: 'Your server gets the same message ids again, and can ignore known ones',
  },
];

/** Sends the events of a span of time again. */
export function ReplaySpan({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const change = useChange();
  const [now] = useState(() => new Date());
  const form = useApiForm({
    schema,
    values: {
      from: typed(new Date(now.getTime() - HOUR_MS)),
      // the field has whole minutes, and the span includes the current one
      to: typed(new Date(now.getTime() + MINUTE_MS)),
      only: 'failed',
    },
    send: (body, key) => change(replayWebhook, { params: { webhookId: webhook.id }, body, key }),
    done: ({ queued }) => {
      const text = queued === 0 ? 'There was nothing to send.' : `${plural(queued, NOUNS.event)} will be sent again.`;
      toast.success(text, webhook.name);
      onClose();
    },
  });
  return (
    <FormDialog
      title="Send again"
      intro="All of this webhook’s events in a span of time."
      size="small"
      onClose={onClose}
      of={form}
      label="Span of time"
      verb="Send again"
    >
      <FieldRow>
        <TextInput name="from" label="From" type="datetime-local" description="In your time zone" />
        <TextInput name="to" label="To" type="datetime-local" />
      </FieldRow>
      <ChoiceInput name="only" label="Send" options={ONLY} />
    </FormDialog>
  );
}
