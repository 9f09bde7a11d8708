import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import type { Mailbox } from '../../src/voicemail/contract.ts';
import { createMailbox, editMailbox, getMailbox } from '../../src/voicemail/endpoints.ts';
import { useEdit } from '../kit/forms/edit.ts';
import { ChoiceInput, MultiSelectInput, TextareaInput, TextInput, useApiForm } from '../kit/forms/form.tsx';
import { EditDialog, FormDialog } from '../kit/forms/FormDialog.tsx';
import { useManyExtensionOptions } from '../kit/inputs/choices/extension-options.ts';
import { NoMail } from '../kit/pages/NoMail.tsx';
import { call } from '../kit/session/call.ts';
import { useChange } from '../kit/session/changes.ts';
import { useTenant } from '../kit/session/tenant-context.ts';
import { FieldRow } from '../ui/fields.tsx';
import { toast } from '../ui/toast.tsx';
import { Greeting } from './Greeting.tsx';
import { createSchema, editSchema, MAIL_OPTIONS, MAILBOX_FIELDS, mailboxFormOf, newMailbox } from './mailbox-form.ts';

export function CreateMailbox({ onClose }: { onClose: () => void }) {
  const tenant = useTenant();
  const change = useChange();
  const form = useApiForm({
    schema: createSchema,
    values: newMailbox,
    send: (body, key) => change(createMailbox, { params: { tenantId: tenant.id }, body, key }),
    done: ({ number, name }) => {
      toast.success(`Dial ${number} to leave a message in it.`, `${name} created`);
      onClose();
    },
    fieldOfCode: { number_taken: 'number', reserved_number: 'number' },
  });
  return (
    <FormDialog
      title="New shared mailbox"
      intro="For a team. An extension gets its own mailbox when its voicemail is on."
      onClose={onClose}
      of={form}
      label="Add shared mailbox"
      verb="Create mailbox"
    >
      <FieldRow>
        <TextInput
          name="number"
          label="Number"
          inputMode="numeric"
          maxLength={7}
          autoFocus
          description="3 to 7 digits."
        />
        <TextInput name="name" label="Name" maxLength={100} description="Such as Sales." />
      </FieldRow>
      <MailboxFields pinHint="4 to 8 digits. Needed to listen by phone, with *98." />
      <LampsField />
    </FormDialog>
  );
}

export function EditMailbox({ mailbox, onClose }: { mailbox: Mailbox; onClose: () => void }) {
  const tenant = useTenant();
  const change = useChange();
  const params = { tenantId: tenant.id, mailboxId: mailbox.id };
  const edit = useEdit({
    item: mailbox,
    formOf: mailboxFormOf,
    schema: () => editSchema(mailbox.number),
    fields: MAILBOX_FIELDS,
    load: () => call(getMailbox, { params }),
    save: (body, { version }) => change(editMailbox, { params, body, ifMatch: version }),
    done: ({ number }) => {
      toast.success('It applies to the next message.', `Mailbox ${number} saved`);
      onClose();
    },
  });
  const pinHint = mailbox.hasPin
    ? 'Leave blank to keep the current PIN.'
    : mailbox.extensionId === null
      ? '4 to 8 digits. Needed to listen by phone, with *98.'
      : '4 to 8 digits. Without one, only its own phone can listen, with *97.';
  return (
    <EditDialog
      title={`Mailbox ${mailbox.number}`}
      onClose={onClose}
      of={edit}
      label="Edit mailbox"
      what="this mailbox"
      verb="Save changes"
    >
      <TextInput name="name" label="Name" maxLength={100} autoFocus />
      <MailboxFields pinHint={pinHint} />
      {mailbox.extensionId === null && <LampsField />}
      <Greeting mailbox={mailbox} />
    </EditDialog>
  );
}

function MailboxFields({ pinHint }: { pinHint: string }) {
  return (
    <>
      <FieldRow>
        <TextInput name="pin" label="PIN" inputMode="numeric" maxLength={8} autoComplete="off" description={pinHint} />
        <TextInput name="maxSeconds" label="Longest message (seconds)" inputMode="numeric" maxLength={3} />
      </FieldRow>
      <TextareaInput
        name="emails"
        label="Email addresses"
        rows={2}
        description="One per line, up to 10. Each gets an email for every message. Optional."
      />
      <NoMail />
      <ChoiceInput name="mail" label="The email" options={MAIL_OPTIONS} />
    </>
  );
}

/** The phones that show the messages of a shared mailbox. */
function LampsField() {
  const [typed, setTyped] = useState('');
  const chosen = useWatch<{ lampExtensionIds: string[] }, 'lampExtensionIds'>({ name: 'lampExtensionIds' });
  return (
    <MultiSelectInput
      name="lampExtensionIds"
      label="Message lamps"
      description="The phones of these extensions light up for new messages. Up to 20."
      placeholder="No phones"
      {...useManyExtensionOptions(typed, chosen)}
      onSearch={setTyped}
      emptyText="No extensions found"
    />
  );
}
