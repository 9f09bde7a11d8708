import type { Contact } from '../../src/address-book/contract.ts';
import { createContact, editContact, getContact } from '../../src/address-book/endpoints.ts';
import { useEdit } from '../kit/forms/edit.ts';
import { TextareaInput, TextInput, useApiForm } from '../kit/forms/form.tsx';
import { EditDialog, FormDialog } from '../kit/forms/FormDialog.tsx';
import { call } from '../kit/session/call.ts';
import { useChange } from '../kit/session/changes.ts';
import { useAnyTenant } from '../kit/session/tenant-context.ts';
import { FieldRow } from '../ui/fields.tsx';
import { toast } from '../ui/toast.tsx';
import { type ContactForm, contactSchema, formOf, newContact } from './contact-form.ts';
import { NumberInputs } from './NumberInputs.tsx';

export function CreateContact({ onClose }: { onClose: () => void }) {
  const tenant = useAnyTenant();
  const change = useChange();
  const form = useApiForm({
    schema: contactSchema,
    values: newContact,
    send: (body, key) => change(createContact, { params: { tenantId: tenant.id }, body, key }),
    done: ({ name }) => {
      toast.success('Phones show the name from the next call.', `${name} created`);
      onClose();
    },
  });
  return (
    <FormDialog title="New contact" onClose={onClose} of={form} label="New contact" verb="Create contact">
      <ContactFields />
    </FormDialog>
  );
}

type EditProps = { contact: Contact; onClose: () => void };

export function EditContact({ contact, onClose }: EditProps) {
  const tenant = useAnyTenant();
  const change = useChange();
  const params = { tenantId: tenant.id, contactId: contact.id };
  const edit = useEdit({
    item: contact,
    formOf,
    schema: () => contactSchema,
    fields: {
      name: { name: 'Name' },
      company: { name: 'Company' },
      numbers: {
        name: 'Numbers',
        words: (numbers: ContactForm['numbers']) => numbers.map(({ number }) => number).join(', '),
      },
      note: { name: 'Note' },
    },
    load: () => call(getContact, { params }),
    save: (body, { version }) => change(editContact, { params, body, ifMatch: version }),
    done: ({ name }) => {
      toast.success('Changes apply to the next call.', `${name} saved`);
      onClose();
    },
  });
  return (
    <EditDialog
      title={`Edit ${contact.name}`}
      onClose={onClose}
      of={edit}
      label="Edit contact"
      what="this contact"
      verb="Save changes"
    >
      <ContactFields />
    </EditDialog>
  );
}

function ContactFields() {
  return (
    <>
      <FieldRow>
        <TextInput name="name" label="Name" maxLength={100} autoFocus description="Phones show it when they call." />
        <TextInput name="company" label="Company" maxLength={100} description="Optional" />
      </FieldRow>
      <NumberInputs />
      <TextareaInput name="note" label="Note" rows={3} maxLength={1000} description="Optional" />
    </>
  );
}
