import { useQueryClient } from '@tanstack/react-query';
import { IconUserPlus } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import type { InvitedUser, User } from '../../src/people/contract.ts';
import { api, newKey } from '../kit/api.ts';
import { ConfirmDialog } from '../kit/ConfirmDialog.tsx';
import { ListPage } from '../kit/ListPage.tsx';
import type { ListSearch } from '../kit/search.ts';
import { useSession } from '../kit/session.ts';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { Muted, RowActions } from '../ui/layout.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { Time } from '../ui/Time.tsx';
import { toast } from '../ui/toast.tsx';
import { LinkHandover } from '../kit/LinkHandover.tsx';
import { ROLE_NAMES } from '../kit/roles.ts';
import type { UserRole } from './UserModal.tsx';
import { NOUNS } from '../kit/nouns.ts';

const UserModal = lazy(() => import('./UserModal.tsx'));

type UsersProps = {
  title: string;
  intro: string;
  brand: string;
  /** Where the API has them. */
  path: string;
  roles: readonly UserRole[];
  /** Whether one can give a password here, or only invite. */
  withPassword: boolean;
  disabledReason: string | null;
  search: ListSearch;
};

type Open =
  | { act: 'add' }
  | { act: 'edit' | 'remove' | 'reset second factor'; user: User }
  | { act: 'hand over'; user: User; link: string };

/** People who may sign in: a tenant's users, or a partner's team. */
export function Users({ title, intro, brand, path, roles, withPassword, disabledReason, search }: UsersProps) {
  const client = useQueryClient();
  const self = useSession().user.id;
  const [open, setOpen] = useState<Open | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: ['tenants'] });
  const [inviting, setInviting] = useState<ReadonlySet<string>>(new Set());
  const invite = async (user: User) => {
    setInviting((old) => new Set(old).add(user.id));
    try {
      const { invitationLink } = await api.post<InvitedUser>(`${path}/${user.id}/invitation`, { key: newKey() });
      if (invitationLink !== null) setOpen({ act: 'hand over', user, link: invitationLink });
      else
        toast.success(
          `We emailed a link to ${user.email}. It works for 7 days.`,
          user.invited ? 'Invited again' : 'Link sent',
        );
    } catch (error) {
      toast.error((error as Error).message);
    } finally {
      setInviting((old) => new Set([...old].filter((id) => id !== user.id)));
    }
  };
  const remove = async (user: User, version: number) => {
    await api.delete(`${path}/${user.id}`, { ifMatch: version });
    await refresh();
    toast.success(`${user.email} can no longer sign in.`, 'User removed');
  };
  const resetSecondFactor = async (user: User) => {
    await api.delete(`${path}/${user.id}/second-factor`);
    await refresh();
    toast.success(
      `${user.email} can sign in with the password alone and set it up again.`,
      'Two-factor authentication reset',
    );
  };
  const columns = columnsOf(disabledReason, self, setOpen, inviting, (user) => void invite(user));
  const close = () => setOpen(null);
  const add = (
    <Button
      kind="primary"
      icon={<IconUserPlus size={17} aria-hidden />}
      disabledReason={disabledReason}
      onClick={() => setOpen({ act: 'add' })}
    >
      {withPassword ? 'Add user' : 'Invite someone'}
    </Button>
  );
  return (
    <Page title={title} intro={intro} brand={brand} actions={add}>
      <ListPage
        path={path}
        cacheKey={['tenants', 'users', path]}
        search={search}
        label={title}
        noun={NOUNS.user}
        columns={columns}
        defaultSort="email"
        searchHint="Search by name or email"
        empty={
          <Empty icon={<IconUserPlus size={22} />} title="No users yet" action={add}>
            Hand over a username and password, or invite by email.
          </Empty>
        }
      />
      <Suspense>
        {open?.act === 'add' && (
          <UserModal
            user={null}
            path={path}
            roles={roles}
            withPassword={withPassword}
            onClose={close}
            onSaved={refresh}
          />
        )}
        {open?.act === 'edit' && (
          <UserModal
            user={open.user}
            path={path}
            roles={roles}
            withPassword={withPassword}
            onClose={close}
            onSaved={refresh}
          />
        )}
      </Suspense>
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
            this, the password alone signs them in. {open.user.email} is signed out everywhere and gets an email.
          </p>
        </ConfirmDialog>
      )}
      {open?.act === 'remove' && (
        <ConfirmDialog
          title={`Remove ${open.user.name}?`}
          verb="Remove user"
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

function columnsOf(
  disabledReason: string | null,
  self: string,
  onOpen: (open: Open) => void,
  inviting: ReadonlySet<string>,
  onInvite: (user: User) => void,
): Column<User>[] {
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
    { id: 'createdAt', header: 'Added', sortable: true, wideOnly: true, cell: (user) => <Time at={user.createdAt} /> },
    {
      id: 'actions',
      header: 'Actions',
      end: true,
      quietHeader: true,
      cell: (user) => (
        <RowActions>
          <Button
            small
            kind="quiet"
            aria-label={user.invited ? `Invite ${user.name} again` : `Send ${user.name} a password link`}
            disabledReason={disabledReason}
            // a second link makes the first one useless
            busy={inviting.has(user.id)}
            onClick={() => onInvite(user)}
          >
            {user.invited ? 'Invite again' : 'Send a password link'}
          </Button>
          {user.secondFactor && user.id !== self && (
            <Button
              small
              kind="quiet"
              aria-label={`Reset two-factor authentication of ${user.name}`}
              disabledReason={disabledReason}
              onClick={() => onOpen({ act: 'reset second factor', user })}
            >
              Reset two-factor
            </Button>
          )}
          <Button
            small
            kind="quiet"
            aria-label={`Edit ${user.name}`}
            disabledReason={disabledReason}
            onClick={() => onOpen({ act: 'edit', user })}
          >
            Edit
          </Button>
          <Button
            small
            kind="quiet"
            aria-label={`Remove ${user.name}`}
            disabledReason={disabledReason ?? (user.id === self ? 'You can’t remove your own account.' : null)}
            onClick={() => onOpen({ act: 'remove', user })}
          >
            Remove
          </Button>
        </RowActions>
      ),
    },
  ];
}
