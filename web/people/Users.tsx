import { IconUserPlus } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { User } from '../../src/people/contract.ts';
import { ConfirmDialog } from '../kit/acts/ConfirmDialog.tsx';
import { LinkHandover } from '../kit/acts/LinkHandover.tsx';
import { useDialogAddress } from '../kit/forms/dialog-address.ts';
import { ListPage } from '../kit/lists/ListPage.tsx';
import type { ListSearch } from '../kit/lists/search.ts';
import { LoadedDialog } from '../kit/pages/LoadedDialog.tsx';
import { makeKeys } from '../kit/session/api.ts';
import { linkMailed, useMailed } from '../kit/session/mailed.ts';
import { ROLE_NAMES } from '../kit/session/roles.ts';
import { useSession } from '../kit/session/session.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { actionsColumn } from '../ui/actions-column.tsx';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { Muted } from '../ui/layout.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { Time } from '../ui/Time.tsx';
import { toast } from '../ui/toast.tsx';
import type { UserApi } from './user-api.ts';
import { CreateUser, EditUser } from './UserDialogs.tsx';

type UsersProps<Create, Patch> = {
  title: string;
  intro: string;
  brand: string;
  api: UserApi<Create, Patch>;
  disabledReason: string | null;
  search: ListSearch;
};

/** Dialogs that aren't in the URL, because a reload must not open them again. */
type Open = { act: 'delete' | 'reset second factor'; user: User } | { act: 'hand over'; user: User; link: string };

/** The users of a tenant, or a partner's team. */
export function Users<Create, Patch>({ title, intro, brand, api, disabledReason, search }: UsersProps<Create, Patch>) {
  const self = useSession().user.id;
  const mailed = useMailed();
  const address = useDialogAddress(['create-user', 'edit-user']);
  const [open, setOpen] = useState<Open | null>(null);
  const [keys] = useState(() => makeKeys());
  const invitation = useMutation({
    mutationFn: (user: User) => api.invite(user.id, keys.keyFor(user.id)),
    onSettled: (_invited, error) => keys.answered(error),
    onSuccess: ({ invitationLink }, user) => {
      if (invitationLink !== null) return setOpen({ act: 'hand over', user, link: invitationLink });
      const title = user.invited ? 'Invited again' : 'Link sent';
      toast.success(linkMailed(user.email), title);
    },
    onError: (error) => toast.error(error.message),
  });
  const remove = async ({ id, email }: User, version: number) => {
    await api.delete({ id, version });
    toast.success(`${email} can no longer sign in.`, 'User deleted');
  };
  const resetSecondFactor = async ({ id, email }: User) => {
    await api.resetSecondFactor(id);
    toast.success(
      `${email} can sign in with the password alone and set it up again.`,
      'Two-factor authentication reset',
    );
  };
  const columns = columnsOf({
    disabledReason,
    self,
    inviting: invitation.isPending ? invitation.variables.id : null,
    onOpen: setOpen,
    onEdit: (user) => address.open('edit-user', user.id),
    onInvite: invitation.mutate,
  });
  const close = () => setOpen(null);
  const create = (
    <Button
      kind="primary"
      icon={<IconUserPlus size={17} aria-hidden />}
      disabledReason={disabledReason}
      onClick={() => address.open('create-user')}
    >
      {api.withPassword ? 'New user' : 'Invite someone'}
    </Button>
  );
  return (
    <Page title={title} intro={intro} brand={brand} actions={create}>
      <ListPage
        {...api.list(search)}
        label={title}
        noun={NOUNS.user}
        columns={columns}
        defaultSort="email"
        searchHint="Search by name or email"
        empty={
          <Empty icon={<IconUserPlus size={22} />} title="No users yet" action={create}>
            {mailed(
              'Hand over a username and password, or invite by email.',
              'Hand over a username and password, or a link.',
            )}
          </Empty>
        }
      />
      {address.dialog === 'create-user' && <CreateUser api={api} onClose={address.close} />}
      {address.dialog === 'edit-user' && (
        <LoadedDialog query={api.query(address.id)} onClose={address.close}>
          {(user) => <EditUser user={user} api={api} onClose={address.close} />}
        </LoadedDialog>
      )}
      {open?.act === 'hand over' && (
        <LinkHandover email={open.user.email} link={open.link} isNew={open.user.invited} onDone={close} />
      )}
      {open?.act === 'reset second factor' && (
        <ConfirmDialog
          title={`Reset two-factor authentication of ${open.user.name}?`}
          verb="Reset"
          act={() => resetSecondFactor(open.user)}
          onClose={close}
        >
          <p>
            Do this if {open.user.name} lost both the phone and the recovery codes. Make sure it’s really them: after
            this, the password alone signs them in. {open.user.email} is signed out everywhere
            {mailed(' and gets an email', '')}.
          </p>
        </ConfirmDialog>
      )}
      {open?.act === 'delete' && (
        <ConfirmDialog
          title={`Delete ${open.user.name}?`}
          verb="Delete user"
          version={open.user.version}
          act={(version) => remove(open.user, version)}
          onClose={close}
        >
          <p>{open.user.email} is signed out everywhere right away and can’t sign in again.</p>
        </ConfirmDialog>
      )}
    </Page>
  );
}

type ColumnOptions = {
  disabledReason: string | null;
  /** The id of the current user. */
  self: string;
  /** The id of the user who is being invited. */
  inviting: string | null;
  onOpen: (open: Open) => void;
  onEdit: (user: User) => void;
  onInvite: (user: User) => void;
};

function columnsOf({ disabledReason, self, inviting, onOpen, onEdit, onInvite }: ColumnOptions): Column<User>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      sortable: true,
      cell: (user) => (
        <>
          {user.name} {user.id === self && <Muted>(you)</Muted>}
        </>
      ),
    },
    { id: 'email', header: 'Email', sortable: true, cell: (user) => user.email },
    { id: 'role', header: 'Role', cell: (user) => ROLE_NAMES[user.role] },
    {
      id: 'lastSignInAt',
      header: 'Last sign-in',
      cell: (user) => {
        if (user.invited) return <Badge tone="blue">Invited</Badge>;
        return user.lastSignInAt ? <Time at={user.lastSignInAt} withClock /> : <Muted>Never</Muted>;
      },
    },
    {
      id: 'secondFactor',
      header: 'Two-factor',
      wideOnly: true,
      cell: (user) => (user.secondFactor ? <Badge tone="green">On</Badge> : <Muted>Off</Muted>),
    },
    {
      id: 'createdAt',
      header: 'Created',
      sortable: true,
      wideOnly: true,
      cell: (user) => <Time at={user.createdAt} />,
    },
    actionsColumn((user) => [
      {
        label: user.invited ? 'Invite again' : 'Send a password link',
        name: user.invited ? `Invite ${user.name} again` : `Send ${user.name} a password link`,
        disabledReason: disabledReason ?? (user.id === self ? 'Change your own password under “Your account”.' : null),
        // a second link makes the first one useless
        busy: inviting === user.id,
        onClick: () => onInvite(user),
      },
      user.secondFactor &&
        user.id !== self && {
          label: 'Reset two-factor',
          name: `Reset two-factor authentication of ${user.name}`,
          disabledReason,
          onClick: () => onOpen({ act: 'reset second factor', user }),
        },
      { label: 'Edit', name: `Edit ${user.name}`, disabledReason, onClick: () => onEdit(user) },
      {
        label: 'Delete',
        name: `Delete ${user.name}`,
        disabledReason: disabledReason ?? (user.id === self ? 'You can’t delete your own account.' : null),
        onClick: () => onOpen({ act: 'delete', user }),
      },
    ]),
  ];
}
