import { useFormContext } from 'react-hook-form';
import { type Group, STRATEGIES } from '../../src/groups/contract.ts';
import { createGroup, editGroup, getGroup } from '../../src/groups/endpoints.ts';
import { homeOf } from '../../src/platform/numbers/e164.ts';
import { useEdit } from '../kit/forms/edit.ts';
import { ChoiceInput, SwitchInput, TextInput, useApiForm } from '../kit/forms/form.tsx';
import { EditDialog, FormDialog } from '../kit/forms/FormDialog.tsx';
import { DestinationInput } from '../kit/inputs/choices/DestinationInput.tsx';
import { call } from '../kit/session/call.ts';
import { useChange } from '../kit/session/changes.ts';
import { useTenant } from '../kit/session/tenant-context.ts';
import { FieldRow } from '../ui/fields.tsx';
import { toast } from '../ui/toast.tsx';
import {
  createSchema,
  editSchema,
  GROUP_FIELDS,
  type GroupForm,
  groupFormOf,
  newGroup,
  STRATEGY_LABELS,
} from './group-form.ts';
import { GroupMembers } from './GroupMembers.tsx';

const FIELD_OF_CODE = { number_taken: 'number', reserved_number: 'number' };

function useCountry(): string {
  return homeOf(useTenant().e911Address?.country, null).country;
}

export function CreateGroup({ onClose }: { onClose: () => void }) {
  const tenant = useTenant();
  const change = useChange();
  const form = useApiForm({
    schema: createSchema(useCountry()),
    values: newGroup,
    send: (body, key) => change(createGroup, { params: { tenantId: tenant.id }, body, key }),
    done: ({ number, name }) => {
      toast.success(`Dial ${number} to try it.`, `${name} created`);
      onClose();
    },
    fieldOfCode: FIELD_OF_CODE,
    mode: 'onSubmit',
  });
  return (
    <FormDialog title="New group" onClose={onClose} of={form} label="New group" verb="Create group">
      <GroupFields />
    </FormDialog>
  );
}

export function EditGroup({ group, onClose }: { group: Group; onClose: () => void }) {
  const tenant = useTenant();
  const change = useChange();
  const country = useCountry();
  const params = { tenantId: tenant.id, groupId: group.id };
  const edit = useEdit({
    item: group,
    formOf: groupFormOf,
    schema: () => editSchema(country),
    fields: GROUP_FIELDS,
    load: () => call(getGroup, { params }),
    save: (body, { version }) => change(editGroup, { params, body, ifMatch: version }),
    done: ({ name }) => {
      toast.success('It applies to the next call.', `${name} saved`);
      onClose();
    },
    fieldOfCode: FIELD_OF_CODE,
  });
  return (
    <EditDialog
      title={`Edit ${group.name}`}
      onClose={onClose}
      of={edit}
      label="Edit group"
      what="this group"
      verb="Save changes"
    >
      <GroupFields />
    </EditDialog>
  );
}

function GroupFields() {
  const strategy = useFormContext<GroupForm>().watch('strategy');
  return (
    <>
      <FieldRow>
        <TextInput
          name="number"
          label="Number"
          inputMode="numeric"
          maxLength={7}
          autoFocus
          description="3 to 7 digits, such as 600."
        />
        <TextInput name="name" label="Name" maxLength={100} description="Such as Sales." />
      </FieldRow>
      <ChoiceInput
        name="strategy"
        label="How it rings"
        options={STRATEGIES.map((value) => ({ value, label: STRATEGY_LABELS[value] }))}
      />
      <GroupMembers ordered={strategy === 'in_order'} />
      <ConfirmOutside />
      <FieldRow>
        <TextInput
          name="ringSeconds"
          label="Ring time (seconds)"
          inputMode="numeric"
          maxLength={3}
          description={strategy === 'all' ? 'For all members together.' : 'For each member.'}
        />
      </FieldRow>
      <DestinationInput
        name="fallback"
        label="If nobody answers"
        fixed={{ none: 'Play a message and hang up', external: 'An outside number…' }}
      />
    </>
  );
}

function ConfirmOutside() {
  const members = useFormContext<GroupForm>().watch('members');
  if (!members.some(({ id }) => id === 'external')) return null;
  return (
    <SwitchInput
      name="confirmOutside"
      label="Press 1 to take the call"
      description="Required at outside numbers, so that a mobile phone’s voicemail doesn’t answer the group’s calls."
    />
  );
}
