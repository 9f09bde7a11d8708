import type { Trunk } from '../../src/trunks/contract.ts';
import { createTrunk, editTrunk, getTrunk } from '../../src/trunks/endpoints.ts';
import { useEdit } from '../kit/forms/edit.ts';
import { PasswordInput, SwitchInput, TextInput, useApiForm } from '../kit/forms/form.tsx';
import { EditDialog, FormDialog } from '../kit/forms/FormDialog.tsx';
import { call } from '../kit/session/call.ts';
import { useChange } from '../kit/session/changes.ts';
import { FieldRow } from '../ui/fields.tsx';
import { toast } from '../ui/toast.tsx';
import { createSchema, editSchema, formOf, newTrunk, trunkFields } from './trunk-form.ts';

const FIELD_OF_CODE = { trunk_name_taken: 'name' };

export function CreateTrunk({ onClose }: { onClose: () => void }) {
  const change = useChange();
  const form = useApiForm({
    schema: createSchema,
    values: newTrunk,
    send: (body, key) => change(createTrunk, { body, key }),
    done: ({ name }) => {
      toast.success('The next call can use it.', `${name} created`);
      onClose();
    },
    fieldOfCode: FIELD_OF_CODE,
  });
  return (
    <FormDialog title="New trunk" onClose={onClose} of={form} label="Trunk" verb="Create trunk">
      <TrunkInputs hasPassword={false} />
    </FormDialog>
  );
}

export function EditTrunk({ trunk, onClose }: { trunk: Trunk; onClose: () => void }) {
  const change = useChange();
  const params = { trunkId: trunk.id };
  const edit = useEdit({
    item: trunk,
    formOf,
    schema: () => editSchema,
    fields: trunkFields,
    load: () => call(getTrunk, { params }),
    save: (body, { version }) => change(editTrunk, { params, body, ifMatch: version }),
    done: ({ name }) => {
      toast.success('The next call can use it.', `${name} saved`);
      onClose();
    },
    fieldOfCode: FIELD_OF_CODE,
  });
  return (
    <EditDialog
      title={`Edit ${trunk.name}`}
      onClose={onClose}
      of={edit}
      label="Trunk"
      what="this trunk"
      verb="Save trunk"
    >
      <TrunkInputs hasPassword={trunk.hasPassword} />
    </EditDialog>
  );
}

function TrunkInputs({ hasPassword }: { hasPassword: boolean }) {
  return (
    <>
      <TextInput name="name" label="Name" maxLength={100} autoFocus />
      <FieldRow>
        <TextInput name="host" label="Host" mono description="Where calls are sent." />
        <TextInput name="port" label="Port" inputMode="numeric" />
      </FieldRow>
      <FieldRow>
        <TextInput
          name="match"
          label="Accepts calls from"
          mono
          description="An IP address, with a port if needed, or a network."
        />
        <TextInput name="priority" label="Priority" inputMode="numeric" description="The lowest is tried first." />
      </FieldRow>
      <FieldRow>
        <TextInput name="username" label="Username" mono maxLength={100} description="If the carrier asks for one." />
        <PasswordInput
          name="password"
          label="Password"
          autoComplete="new-password"
          description={hasPassword ? 'Leave blank to keep the current one.' : 'Stored encrypted, never shown.'}
        />
      </FieldRow>
      <SwitchInput
        name="registers"
        label="Register with this carrier"
        description="For carriers that send calls to your registered address."
      />
      <SwitchInput name="emergency" label="Carries 911" />
      <SwitchInput
        name="sendsLocation"
        label="Send the location with 911 calls"
        description="Adds the caller’s E911 address (PIDF-LO). Ask the carrier first: many refuse such calls."
      />
      <SwitchInput name="enabled" label="On" />
    </>
  );
}
