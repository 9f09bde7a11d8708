import { useQueryClient } from '@tanstack/react-query';
import { IconUserPlus } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import type { User } from '../../src/people/contract.ts';
import { api, newKey } from '../api.ts';
import { ConfirmDialog } from '../ConfirmDialog.tsx';
import { ListPage } from '../ListPage.tsx';
import type { ListSearch } from '../search.ts';
import { useSession } from '../session.ts';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { Muted, RowActions } from '../ui/layout.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { Time } from '../ui/Time.tsx';
import { complain, tell } from '../ui/toast.tsx';
import { ROLE_NAMES } from './roles.ts';
import type { UserRole } from './UserModal.tsx';

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
  reason: string | null;
  search: ListSearch;
};

type Open = { act: 'add' } | { act: 'edit' | 'remove'; user: User };

/** People who may sign in: a tenant's users, or a partner's team. */
export function Users({ title, intro, brand, path, roles, withPassword, reason, search }: UsersProps) {
  const client = useQueryClient();
  const self = useSession().user.id;
  const [open, setOpen] = useState<Open | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: ['tenants'] });
  const [inviting, setInviting] = useState<ReadonlySet<string>>(new Set());
  const invite = async (user: User) => {
    setInviting((old) => new Set(old).add(user.id));
    try {
      await api.post(`${path}/${user.id}/invitation`, { key: newKey() });
      tell(
        `The link is on its way to ${user.email} and works for 7 days.`,
        user.invited ? 'Invited again' : 'Password link sent',
      );
    } catch (error) {
      complain((error as Error).message);
    } finally {
      setInviting((old) => new Set([...old].filter((id) => id !== user.id)));
    }
  };
  const remove = async (user: User, version: number) => {
    await api.delete(`${path}/${user.id}`, { ifMatch: version });
    await refresh();
    tell(`${user.email} can no longer sign in.`, 'User removed');
  };
  const columns = columnsOf(reason, self, setOpen, inviting, (user) => void invite(user));
  const close = () => setOpen(null);
  const add = (
    <Button
      kind="primary"
      icon={<IconUserPlus size={17} aria-hidden />}
      reason={reason}
      onClick={() => setOpen({ act: 'add' })}
    >
      {withPassword ? 'Add user' : 'Invite somebody'}
    </Button>
  );
  return (
    <Page title={title} intro={intro} brand={brand} actions={add}>
      <ListPage
        path={path}
        cacheKey={['tenants', 'users', path]}
        search={search}
        label={title}
        noun="user"
        columns={columns}
        defaultSort="email"
        searchHint="Name or email"
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
      {open?.act === 'remove' && (
        <ConfirmDialog
          title={`Remove ${open.user.name}?`}
          verb="Remove user"
          version={open.user.version}
          act={(version) => remove(open.user, version)}
          onClose={close}
        >
          <p>{open.user.email} is signed out everywhere at once and cannot sign in again.</p>
        </ConfirmDialog>
      )}
    </Page>
  );
}

function columnsOf(
  reason: string | null,
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
            reason={reason}
            // a second link makes the first one useless
            busy={inviting.has(user.id)}
            onClick={() => onInvite(user)}
          >
            {user.invited ? 'Invite again' : 'Send a password link'}
          </Button>
          <Button
            small
            kind="quiet"
            aria-label={`Edit ${user.name}`}
            reason={reason}
            onClick={() => onOpen({ act: 'edit', user })}
          >
            Edit
          </Button>
          <Button
            small
            kind="quiet"
            aria-label={`Remove ${user.name}`}
            reason={reason ?? (user.id === self ? 'Nobody removes their own account.' : null)}
            onClick={() => onOpen({ act: 'remove', user })}
          >
            Remove
          </Button>
        </RowActions>
      ),
    },
  ];
}
