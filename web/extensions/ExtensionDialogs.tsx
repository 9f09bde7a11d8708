import { useFormContext } from 'react-hook-form';
import { DIRECTIONS, type Direction } from '../../src/calls/contract.ts';
import type { Extension } from '../../src/extensions/contract.ts';
import { createExtension, editExtension, getExtension } from '../../src/extensions/endpoints.ts';
import { homeOf } from '../../src/platform/numbers/e164.ts';
import { useEdit } from '../kit/forms/edit.ts';
import { MultiSelectInput, SwitchInput, TextInput, useApiForm } from '../kit/forms/form.tsx';
import { EditDialog, FormDialog } from '../kit/forms/FormDialog.tsx';
import { DeveloperDetails } from '../kit/inputs/DeveloperDetails.tsx';
import { AddedFees } from '../kit/inputs/money/AddedFees.tsx';
import { call } from '../kit/session/call.ts';
import { useChange } from '../kit/session/changes.ts';
import { useTenant } from '../kit/session/tenant-context.ts';
import { FieldRow } from '../ui/fields.tsx';
import { toast } from '../ui/toast.tsx';
import { CallerIdInput } from './CallerIdInput.tsx';
import { createSchema, editSchema, type ExtensionForm, formOf, newExtension } from './extension-form.ts';

const ONE_EXTENSION = [{ kind: 'extension' as const }];

type CreateProps = { onClose: () => void; onCreated: (extension: Extension) => void };

export function CreateExtension({ onClose, onCreated }: CreateProps) {
  const tenant = useTenant();
  const change = useChange();
  const form = useApiForm({
    schema: createSchema(homeOf(tenant.e911Address?.country, null).country),
    values: newExtension,
    send: (body, key) => change(createExtension, { params: { tenantId: tenant.id }, body, key }),
    done: (created) => {
      toast.success('Next, set up its phone.', `Extension ${created.number} created`);
      onCreated(created);
    },
    fieldOfCode: { number_taken: 'number', reserved_number: 'number' },
  });
  return (
    <FormDialog title="New extension" onClose={onClose} of={form} label="New extension" verb="Create extension">
      <FieldRow>
        <TextInput
          name="number"
          label="Extension number"
          inputMode="numeric"
          maxLength={7}
          autoFocus
          description="3 to 7 digits."
        />
        <TextInput name="name" label="Name" maxLength={100} description="A person or a place." />
      </FieldRow>
      <PhoneFields />
      <AddedFees tenantId={tenant.id} things={ONE_EXTENSION} />
    </FormDialog>
  );
}

type EditProps = { extension: Extension; onClose: () => void };

export function EditExtension({ extension, onClose }: EditProps) {
  const tenant = useTenant();
  const change = useChange();
  const params = { tenantId: tenant.id, extId: extension.id };
  const edit = useEdit({
    item: extension,
    formOf,
    schema: () => editSchema,
    fields: {
      name: { name: 'Name' },
      ringSeconds: { name: 'Ring time (seconds)' },
      recordCalls: { name: 'Record calls' },
      recordDirections: { name: 'Which calls', words: () => 'other calls' },
      callWaiting: { name: 'Call waiting' },
      voicemailEnabled: { name: 'Voicemail' },
      inMenus: { name: 'Reachable from menus' },
      switchesSchedules: { name: 'Opens and closes schedules' },
      encryptedOnly: { name: 'Encrypted only' },
      outboundCallerIdDidId: { name: 'Outbound caller ID', words: () => 'another number' },
    },
    load: () => call(getExtension, { params }),
    save: (body, { version }) => change(editExtension, { params, body, ifMatch: version }),
    done: ({ number }) => {
      toast.success('Calls in progress aren’t affected.', `Extension ${number} saved`);
      onClose();
    },
  });
  return (
    <EditDialog
      title={`Edit extension ${extension.number}`}
      onClose={onClose}
      of={edit}
      label="Edit extension"
      what="this extension"
      verb="Save changes"
    >
      <TextInput name="name" label="Name" maxLength={100} autoFocus description="A person or a place." />
      <PhoneFields />
      <DeveloperDetails of={extension} />
    </EditDialog>
  );
}

/** Which calls the switch above applies to. */
function RecordedDirections() {
  const recordCalls = useFormContext<ExtensionForm>().watch('recordCalls');
  if (!recordCalls) return null;
  return (
    <MultiSelectInput
      name="recordDirections"
      label="Which calls"
      options={DIRECTIONS.map((value) => ({ value, label: DIRECTION_NAMES[value] }))}
    />
  );
}

const DIRECTION_NAMES: Record<Direction, string> = {
  inbound: 'From outside',
  outbound: 'To outside',
  internal: 'Between extensions',
};

function PhoneFields() {
  return (
    <>
      <FieldRow>
        <TextInput name="ringSeconds" label="Ring time (seconds)" inputMode="numeric" maxLength={3} />
        <CallerIdInput />
      </FieldRow>
      <SwitchInput
        name="callWaiting"
        label="Call waiting"
        description="A second call rings during a call. When off, its caller hears busy."
      />
      <SwitchInput
        name="voicemailEnabled"
        label="Voicemail"
        description="Callers can leave a message when it’s busy or nobody answers. Its phone listens with *97."
      />
      <SwitchInput
        name="recordCalls"
        label="Record calls"
        description="Starts when the call is answered, after the announcement. Emergency calls are never recorded."
      />
      <RecordedDirections />
      <SwitchInput
        name="inMenus"
        label="Reachable from menus"
        description="Outside callers can dial its number in menus that take extensions."
      />
      <SwitchInput
        name="switchesSchedules"
        label="Opens and closes schedules"
        description="Its phone dials *28 and a schedule’s code. For phones that guests can’t reach."
      />
      <SwitchInput
        name="encryptedOnly"
        label="Encrypted only"
        description="Its phone must register over TLS and use SRTP. Emergency calls always go through."
      />
    </>
  );
}
