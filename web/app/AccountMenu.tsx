import { IconChevronDown, IconLogout, IconUser } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { signOut } from '../../src/people/endpoints.ts';
import { keysOf } from '../../src/platform/values/keys.ts';
import { call } from '../kit/session/call.ts';
import { ROLE_NAMES } from '../kit/session/roles.ts';
import { forgetSession, type Session } from '../kit/session/session.ts';
import { Menu } from '../ui/Menu.tsx';
import { toast } from '../ui/toast.tsx';
import { COLOR_SCHEMES, useColorScheme } from '../ui/UiProvider.tsx';
import styles from './shell.module.css';

export function useSignOut(): () => void {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { mutate } = useMutation({
    mutationFn: () => call(signOut),
    onSuccess: async () => {
      await navigate({ to: '/sign-in' });
      forgetSession(client);
    },
    onError: (error) => toast.error(error.message, 'You’re still signed in'),
  });
  return () => mutate();
}

export function AccountMenu({ session }: { session: Session }) {
  const leave = useSignOut();
  const [scheme, setScheme] = useColorScheme();
  const { user } = session;
  return (
    <Menu
      align="end"
      label={`Account of ${user.name}`}
      className={styles.account}
      intro={
        <>
          {user.email}
          <br />
          {ROLE_NAMES[user.role]}
        </>
      }
      groups={[
        {
          heading: 'Appearance',
          items: keysOf(COLOR_SCHEMES).map((name) => ({
            label: COLOR_SCHEMES[name],
            checked: name === scheme,
            onSelect: () => setScheme(name),
          })),
        },
        { items: [{ label: 'Your account', icon: <IconUser size={16} aria-hidden />, as: Link, to: '/account' }] },
        { items: [{ label: 'Sign out', icon: <IconLogout size={16} aria-hidden />, onSelect: leave }] },
      ]}
    >
      <span className={styles.avatar} aria-hidden>
        {initials(user.name)}
      </span>
      <span className={styles.accountName}>{user.name}</span>
      <IconChevronDown size={15} stroke={2} aria-hidden />
    </Menu>
  );
}

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .filter((_, index, words) => index === 0 || index === words.length - 1)
    .map((word) => [...word][0])
    .join('')
    .toUpperCase();
