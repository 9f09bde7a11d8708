import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useFormContext } from 'react-hook-form';
import type { User } from '../../src/people/contract.ts';
import { LinkHandover } from '../kit/acts/LinkHandover.tsx';
import { useEdit } from '../kit/forms/edit.ts';
import { ChoiceInput, SelectInput, SwitchInput, TextInput, useApiForm } from '../kit/forms/form.tsx';
import { EditDialog, FormDialog } from '../kit/forms/FormDialog.tsx';
import { useExtensionOptions } from '../kit/inputs/choices/extension-options.ts';
import { DeveloperDetails } from '../kit/inputs/DeveloperDetails.tsx';
import { linkMailed, useMailed } from '../kit/session/mailed.ts';
import { isUserRole, ROLE_HINTS, ROLE_NAMES, type UserRole } from '../kit/session/roles.ts';
import { useSession } from '../kit/session/session.ts';
import { Button } from '../ui/Button.tsx';
import { CopyField } from '../ui/CopyField.tsx';
import { Dialog, DialogActions } from '../ui/Dialog.tsx';
import { Muted } from '../ui/layout.tsx';
import { toast } from '../ui/toast.tsx';
import { newPassword } from './password.ts';
import type { UserApi, UserForm } from './user-api.ts';

type Given = { email: string; password: string };

type CreateProps<Create, Patch> = { api: UserApi<Create, Patch>; onClose: () => void };

export function CreateUser<Create, Patch>({ api, onClose }: CreateProps<Create, Patch>) {
  const { withPassword, withExtension, roles } = api;
  const [handover, setHandover] = useState<Given | null>(null);
  const [unsent, setUnsent] = useState<{ email: string; link: string } | null>(null);
  const empty: UserForm = {
    email: '',
    name: '',
    role: roles[0],
    way: withPassword ? 'password' : 'invite',
    password: '',
    extensionId: null,
    hearsRecordings: false,
  };
  const form = useApiForm({
    schema: api.createSchema,
    values: empty,
    send: api.create,
    done: ({ email, invitationLink }) => {
      const { way, password } = form.form.getValues();
      if (way === 'password') return setHandover({ email, password });
      if (invitationLink !== null) return setUnsent({ email, link: invitationLink });
      toast.success(linkMailed(email), 'User invited');
      onClose();
    },
    fieldOfCode: { email_taken: 'email' },
  });
  if (unsent) return <LinkHandover {...unsent} isNew onDone={onClose} />;
  if (handover) return <Handover {...handover} onDone={onClose} />;
  return (
    <FormDialog
      title={withPassword ? 'New user' : 'Invite someone'}
      onClose={onClose}
      of={form}
      label="User"
      verb={withPassword ? 'Create user' : 'Send the invitation'}
    >
      <TextInput name="email" label="Email" type="email" autoFocus />
      <TextInput name="name" label="Name" maxLength={100} />
      <RoleInput roles={roles} />
      {withExtension && <OwnInputs />}
      {withPassword && <PasswordChoice isNew />}
    </FormDialog>
  );
}

type EditProps<Create, Patch> = CreateProps<Create, Patch> & { user: User };

export function EditUser<Create, Patch>({ user, api, onClose }: EditProps<Create, Patch>) {
  const self = useSession().user.id;
  const [handover, setHandover] = useState<Given | null>(null);
  const given = useRef('');
  const edit = useEdit<User, UserForm, Patch>({
    item: user,
    formOf: ({ email, name, role, extensionId, hearsRecordings }) => ({
      email,
      name,
      extensionId,
      hearsRecordings,
      role: isUserRole(role) ? role : api.roles[0],
      way: 'keep',
      password: '',
    }),
    schema: () => api.editSchema,
    fields: {
      name: { name: 'Name' },
      role: { name: 'Role', words: (role: UserRole) => ROLE_NAMES[role] },
      extensionId: { name: 'Extension', words: (id: string | null) => (id === null ? 'None' : 'An extension') },
      hearsRecordings: { name: 'Recordings', words: (may: boolean) => (may ? 'Their own' : 'None') },
    },
    load: () => api.load(user.id),
    save: (body, base) => {
      const { way, password } = edit.form.getValues();
      given.current = way === 'password' ? password : '';
      return api.edit(base, body);
    },
    done: ({ email, name }) => {
      if (given.current) return setHandover({ email, password: given.current });
      toast.success(`${name}’s changes are saved.`, 'User saved');
      onClose();
    },
    fieldOfCode: { last_admin: 'role', own_account: 'role' },
  });
  if (handover) return <Handover {...handover} onDone={onClose} />;
  // a user's current role stays available even if it can't be assigned any more
  const roles = isUserRole(user.role) && !api.roles.includes(user.role) ? [...api.roles, user.role] : api.roles;
  return (
    <EditDialog
      title={`Edit ${user.name}`}
      onClose={onClose}
      of={edit}
      label="User"
      what="this user"
      verb="Save changes"
    >
      <TextInput
        name="email"
        label="Email"
        type="email"
        disabledReason="Can’t be changed. The user signs in with it."
      />
      <TextInput name="name" label="Name" maxLength={100} autoFocus />
      <RoleInput roles={roles} />
      {api.withExtension && <OwnInputs />}
      {api.withPassword && (user.id === self ? <OwnPassword /> : <PasswordChoice isNew={false} />)}
      <DeveloperDetails of={user} />
    </EditDialog>
  );
}

/** Hidden if there is only one role. */
function RoleInput({ roles }: { roles: readonly UserRole[] }) {
  if (roles.length < 2) return null;
  return (
    <ChoiceInput
      name="role"
      label="Role"
      options={roles.map((role) => ({ value: role, label: ROLE_NAMES[role], hint: ROLE_HINTS[role] }))}
    />
  );
}

/** Fields of a tenant's user. Admins can listen to every recording anyway. */
function OwnInputs() {
  const { watch } = useFormContext<UserForm>();
  return (
    <>
      <ExtensionInput />
      {watch('role') === 'tenant_user' && watch('extensionId') !== null && (
        <SwitchInput
          name="hearsRecordings"
          label="Listen to their own recordings"
          description="Recordings of this extension’s calls. Who listens is in the activity log."
        />
      )}
    </>
  );
}

/** The user's own extension. */
function ExtensionInput() {
  const [typed, setTyped] = useState('');
  const chosen = useFormContext<UserForm>().watch('extensionId');
  return (
    <SelectInput
      name="extensionId"
      label="Extension"
      description="Whose calls and messages they see as their own."
      placeholder="None"
      {...useExtensionOptions(typed, chosen)}
      onSearch={setTyped}
      searchable
      clearable
      emptyText="No extensions found"
    />
  );
}

/** An admin's own password is changed where the current one is asked for. */
function OwnPassword() {
  return (
    <Muted>
      To change your own password, go to <Link to="/account">Your account</Link>.
    </Muted>
  );
}

/** Set a password now, or let the user choose one by a link. */
function PasswordChoice({ isNew }: { isNew: boolean }) {
  const { watch, setValue } = useFormContext<UserForm>();
  const mailed = useMailed();
  const options = isNew
    ? [
        { value: 'password', label: 'Set a password', hint: 'You pass it on yourself.' },
        { value: 'invite', label: mailed('Invite by email', 'Invite by a link'), hint: 'A link, valid for 7 days.' },
      ]
    : [
        { value: 'keep', label: 'Keep the password' },
        { value: 'password', label: 'Set a new one', hint: 'Signs the user out everywhere.' },
      ];
  return (
    <>
      <ChoiceInput name="way" label="Password" options={options} />
      {watch('way') === 'password' && (
        <>
          <TextInput
            name="password"
            label="New password"
            mono
            autoComplete="new-password"
            maxLength={200}
            description="At least 10 characters."
          />
          <div>
            <Button small onClick={() => setValue('password', newPassword(), { shouldValidate: true })}>
              Generate password
            </Button>
          </div>
        </>
      )}
    </>
  );
}

/** Shows a password for the only time. Escape doesn't close it. */
function Handover({ email, password, onDone }: { email: string; password: string; onDone: () => void }) {
  return (
    <Dialog title="Ready to hand over" intro="This is the only time the password is shown.">
      <div>
        <CopyField label="Sign-in page" value={`${location.origin}/sign-in`} />
        <CopyField label="Email" value={email} />
        <CopyField label="Password" value={password} secret />
      </div>
      <DialogActions>
        <Button kind="primary" onClick={onDone}>
          Done
        </Button>
      </DialogActions>
    </Dialog>
  );
}
