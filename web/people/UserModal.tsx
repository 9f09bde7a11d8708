import { useState } from 'react';
import { useFormContext } from 'react-hook-form';
import { z } from 'zod';
import {
  type InvitedUser,
  PartnerUserCreate,
  PartnerUserPatch,
  TenantUserCreate,
  TenantUserPatch,
  type User,
} from '../../src/people/contract.ts';
import { api } from '../kit/api.ts';
import type { EditedFields } from '../kit/merge.ts';
import { useEdit } from '../kit/edit.ts';
import { EditForm, SaveButton } from '../kit/EditForm.tsx';
import { ChoiceInput, TextInput } from '../kit/form.tsx';
import { Button } from '../ui/Button.tsx';
import { CopyField } from '../ui/CopyField.tsx';
import { CancelButton, Dialog, DialogActions } from '../ui/Dialog.tsx';
import { toast } from '../ui/toast.tsx';
import { LinkHandover } from '../kit/LinkHandover.tsx';
import { newPassword } from './password.ts';
import { ROLE_HINTS, ROLE_NAMES } from '../kit/roles.ts';

export type UserRole = keyof typeof ROLE_HINTS;
type Typed = { email: string; name: string; role: string; way: string; password: string };

type UserModalProps = {
  /** Null: a new one. */
  user: User | null;
  path: string;
  roles: readonly UserRole[];
  withPassword: boolean;
  onClose: () => void;
  onSaved: () => Promise<void>;
};

/** From what is typed to what the contract takes: a password only where one is given. */
function schemaOf(user: User | null, withPassword: boolean) {
  const contract = user
    ? withPassword
      ? TenantUserPatch
      : PartnerUserPatch
    : withPassword
      ? TenantUserCreate
      : PartnerUserCreate;
  return z.preprocess((form) => {
    const { email, name, role, way, password } = form as Typed;
    return { ...(!user && { email }), name, role, ...(withPassword && way === 'password' && { password }) };
  }, contract);
}

const fields: EditedFields = {
  name: { name: 'Name' },
  role: { name: 'Role', words: (role: UserRole) => ROLE_NAMES[role] },
  // not the record's, only this form's
  way: { name: 'Password' },
  password: { name: 'New password' },
};

export default function UserModal({ user, path, roles, withPassword, onClose, onSaved }: UserModalProps) {
  const [handover, setHandover] = useState<{ email: string; password: string } | null>(null);
  const [unsent, setUnsent] = useState<{ email: string; link: string } | null>(null);
  const edit = useEdit<User, User | null, Typed, { password?: string }>({
    item: user,
    formOf: (now) => ({
      email: now?.email ?? '',
      name: now?.name ?? '',
      role: now?.role ?? roles[0]!,
      way: now ? 'keep' : withPassword ? 'password' : 'invite',
      password: '',
    }),
    schema: () => schemaOf(user, withPassword) as never,
    fields,
    load: () => api.get<User>(`${path}/${user?.id}`),
    save: async (body, base, key) => {
      const saved = base
        ? await api.patch<User>(`${path}/${base.id}`, { body, ifMatch: base.version })
        : await api.post<InvitedUser>(path, { body, key });
      await onSaved();
      return saved;
    },
    done: (saved, { password }) => {
      if (password) return setHandover({ email: saved.email, password });
      const link = 'invitationLink' in saved ? saved.invitationLink : null;
      if (typeof link === 'string') return setUnsent({ email: saved.email, link });
      toast.success(
        user ? `${saved.name}’s changes are saved.` : `We emailed a link to ${saved.email}. It works for 7 days.`,
        user ? 'User saved' : 'User invited',
      );
      onClose();
    },
    fieldOfCode: { email_taken: 'email', last_admin: 'role', own_account: 'role' },
  });
  // one who has it keeps it, or changes to one that is given out
  const offered = [...roles, ...(user && !roles.includes(user.role as UserRole) ? [user.role as UserRole] : [])];
  if (unsent) return <LinkHandover {...unsent} isNew onDone={onClose} />;
  if (handover) return <Handover {...handover} onDone={onClose} />;
  return (
    <Dialog
      title={user ? `Edit ${user.name}` : withPassword ? 'Add user' : 'Invite someone'}
      onClose={onClose}
      keepOpen
    >
      <EditForm of={edit} label="User" what="this user">
        <TextInput
          name="email"
          label="Email"
          type="email"
          autoFocus={!user}
          disabledReason={user ? 'Can’t be changed. The user signs in with it.' : null}
        />
        <TextInput name="name" label="Name" maxLength={100} autoFocus={Boolean(user)} />
        {offered.length > 1 && (
          <ChoiceInput
            name="role"
            label="Role"
            options={offered.map((role) => ({ value: role, label: ROLE_NAMES[role], hint: ROLE_HINTS[role] }))}
          />
        )}
        {withPassword && <PasswordChoice isNew={!user} />}
        <DialogActions>
          <CancelButton />
          <SaveButton of={edit}>{user ? 'Save changes' : withPassword ? 'Add user' : 'Send the invitation'}</SaveButton>
        </DialogActions>
      </EditForm>
    </Dialog>
  );
}

/** Give a password now, or let the user choose one by a link. */
function PasswordChoice({ isNew }: { isNew: boolean }) {
  const { watch, setValue } = useFormContext<Typed>();
  const options = isNew
    ? [
        { value: 'password', label: 'Set a password', hint: 'You hand it over.' },
        { value: 'invite', label: 'Invite by email', hint: 'A link, valid for 7 days.' },
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

/** What is handed over, for the last time: the password is not shown again, and no stray key closes it. */
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
