import { IconChevronDown, IconMenu2 } from '@tabler/icons-react';
import { Link, useRouterState } from '@tanstack/react-router';
import type { ComponentProps } from 'react';
import type { Permission } from '../../src/people/rules.ts';
import type { Session } from '../kit/session/session.ts';
import { buttonClass } from '../ui/Button.tsx';
import { Menu } from '../ui/Menu.tsx';
import styles from './shell.module.css';

/** `document`: a page that isn't part of this app. */
type Under = { label: string; to: string; document?: true };
type Entry = { label: string; needs: Permission } & ({ to: string } | { under: Under[] });

/** Not for a tenant's users, who have only the tenant's own pages. */
const ENTRIES: readonly Entry[] = [
  {
    label: 'Tenants',
    needs: 'tenants.read',
    under: [
      { label: 'Tenants', to: '/tenants' },
      { label: 'Tenant defaults', to: '/tenant-defaults' },
      { label: 'Usage Limits & Spending Controls', to: '/limits' },
      { label: 'Billing profiles', to: '/billing-profiles' },
      { label: 'Rate tables', to: '/rates' },
      { label: 'Calls without a price', to: '/unrated-calls' },
    ],
  },
  { label: 'Numbers', needs: 'numbers.read', to: '/numbers' },
  { label: 'Invoices', needs: 'invoices.read', to: '/invoices' },
  { label: 'Revenue', needs: 'wholesale.read', to: '/revenue' },
  { label: 'Your bill', needs: 'wholesale.read', to: '/bill' },
  { label: 'Team', needs: 'team.read', to: '/team' },
  { label: 'Audit', needs: 'audit.read', to: '/audit' },
  {
    label: 'Developers',
    needs: 'api-keys.read',
    under: [
      { label: 'API keys', to: '/developers' },
      { label: 'API requests', to: '/developers/requests' },
      { label: 'Webhooks', to: '/developers/webhooks' },
      { label: 'API reference', to: '/api/docs', document: true },
    ],
  },
  { label: 'Settings', needs: 'support.read', to: '/settings' },
  { label: 'Partners', needs: 'operator.partners', to: '/operator/partners' },
  { label: 'Tenants', needs: 'operator.tenants', to: '/operator/tenants' },
  { label: 'Wholesale', needs: 'operator.wholesale', to: '/operator/wholesale' },
  { label: 'Trunks', needs: 'operator.trunks', to: '/operator/trunks' },
  { label: 'Mail', needs: 'operator.mail', to: '/operator/mail' },
  { label: 'Security', needs: 'operator.security', to: '/operator/security' },
  { label: 'Health', needs: 'operator.health', to: '/operator/health' },
  { label: 'Audit', needs: 'operator.audit', to: '/operator/audit' },
];

const PlainLink = ({ to, children, ...props }: ComponentProps<'a'> & { to: string }) => (
  <a href={to} {...props}>
    {children}
  </a>
);

const itemOf = ({ document, ...item }: Under) => ({ ...item, as: document ? PlainLink : Link });

const here = (yes: boolean) => (yes ? `${styles.navItem} ${styles.here}` : styles.navItem);

export function MainNav({ session }: { session: Session }) {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const entries = ENTRIES.filter((entry) => session.permissions.includes(entry.needs));
  if (entries.length === 0) return null;
  return (
    <>
      <nav className={styles.nav} aria-label="Main">
        {entries.map((entry) =>
          'to' in entry ? (
            <Link key={entry.label} to={entry.to} className={styles.navItem}>
              {entry.label}
            </Link>
          ) : (
            <Menu
              key={entry.label}
              className={here(entry.under.some(({ to }) => path.startsWith(to)))}
              groups={[{ items: entry.under.map(itemOf) }]}
            >
              {entry.label}
              <IconChevronDown size={15} stroke={2} aria-hidden />
            </Menu>
          ),
        )}
      </nav>
      <div className={styles.narrow}>
        <Menu
          label="Menu"
          align="end"
          className={buttonClass('quiet')}
          groups={[
            {
              items: entries.flatMap((entry) => ('to' in entry ? [entry] : entry.under)).map(itemOf),
            },
          ]}
        >
          <IconMenu2 size={20} aria-hidden />
        </Menu>
      </div>
    </>
  );
}
