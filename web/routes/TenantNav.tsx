import { IconChevronDown } from '@tabler/icons-react';
import { Link, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { Permission } from '../../src/people/rules.ts';
import { useSession } from '../kit/session/session.ts';
import { useAnyTenant } from '../kit/session/tenant-context.ts';
import { buttonClass } from '../ui/Button.tsx';
import { Menu } from '../ui/Menu.tsx';
import styles from './tenant-layout.module.css';

/** `also`: pages that are reached from this one, and have no link of their own. */
type TenantPage = { label: string; to: string; needs: Permission; also?: string };

/** The tenant's pages in groups. */
const GROUPS: readonly { label: string | null; pages: readonly TenantPage[] }[] = [
  { label: null, pages: [{ label: 'Dashboard', to: '/tenants/$tenantId', needs: 'extensions.read' }] },
  {
    label: 'People',
    pages: [
      { label: 'Extensions', to: '/tenants/$tenantId/extensions', needs: 'extensions.read' },
      { label: 'Groups', to: '/tenants/$tenantId/groups', needs: 'groups.read' },
      { label: 'Users', to: '/tenants/$tenantId/users', needs: 'tenant-users.read' },
      { label: 'Directory', to: '/tenants/$tenantId/directory', needs: 'directory.read' },
      { label: 'Contacts', to: '/tenants/$tenantId/contacts', needs: 'contacts.read' },
    ],
  },
  {
    label: 'Call routing',
    pages: [
      { label: 'Numbers', to: '/tenants/$tenantId/numbers', needs: 'routing.read' },
      { label: 'Call flows', to: '/tenants/$tenantId/flows', needs: 'flows.read' },
      { label: 'Schedules', to: '/tenants/$tenantId/schedules', needs: 'schedules.read' },
      { label: 'Number lists', to: '/tenants/$tenantId/number-lists', needs: 'number-lists.read' },
      { label: 'Media', to: '/tenants/$tenantId/media', needs: 'media.read' },
      { label: 'Outbound calls', to: '/tenants/$tenantId/outbound-calls', needs: 'outbound.read' },
    ],
  },
  {
    label: 'History',
    pages: [
      { label: 'Calls', to: '/tenants/$tenantId/calls', needs: 'call-history.read' },
      {
        label: 'Voicemail',
        to: '/tenants/$tenantId/voicemail',
        needs: 'voicemail.read',
        also: '/tenants/$tenantId/mailboxes',
      },
      { label: 'Recordings', to: '/tenants/$tenantId/recordings', needs: 'recordings.read' },
      { label: 'Activity', to: '/tenants/$tenantId/activity', needs: 'tenant-audit.read' },
    ],
  },
  {
    label: 'Account',
    pages: [
      { label: 'Billing', to: '/tenants/$tenantId/billing', needs: 'tenant-invoices.read' },
      { label: 'Usage & limits', to: '/tenants/$tenantId/limits', needs: 'usage.read' },
      {
        label: 'API keys',
        to: '/tenants/$tenantId/api-keys',
        needs: 'tenant-keys.read',
        also: '/tenants/$tenantId/api-requests',
      },
      { label: 'Settings', to: '/tenants/$tenantId/settings', needs: 'extensions.read' },
    ],
  },
];

/** The navigation between a tenant's pages: a sidebar, tabs on a narrower screen, or a menu on a phone. */
export function TenantNav() {
  const { id: tenantId, name } = useAnyTenant();
  const { permissions } = useSession();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const row = useRef<HTMLElement>(null);
  const groups = GROUPS.map(({ label, pages }) => ({
    label,
    pages: pages.filter(({ needs }) => permissions.includes(needs)),
  })).filter(({ pages }) => pages.length > 0);
  const addressOf = ({ to }: Pick<TenantPage, 'to'>) => to.replace('$tenantId', tenantId);
  const covers = (page: TenantPage) =>
    path.startsWith(addressOf(page)) || (page.also !== undefined && path.startsWith(addressOf({ to: page.also })));
  const all = groups.flatMap(({ pages }) => pages);
  // findLast, because the dashboard's path is a prefix of all others
  const current = all.findLast(covers);
  const address = current && addressOf(current);
  // the current tab may be outside the visible part of the row
  useEffect(() => {
    row.current?.querySelector(`a[href="${address}"]`)?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [address]);
  return (
    <>
      <nav ref={row} className={styles.nav} aria-label={`Pages of ${name}`}>
        {groups.map(({ label, pages }) => (
          <div key={label} className={styles.group}>
            {label && <p className={styles.groupName}>{label}</p>}
            {pages.map((page) => (
              <Link
                key={page.to}
                to={page.to}
                params={{ tenantId }}
                activeOptions={{ exact: page.label === 'Dashboard', includeSearch: false }}
                className={styles.page}
              >
                {page.label}
              </Link>
            ))}
          </div>
        ))}
      </nav>
      <div className={styles.narrow}>
        <Menu
          label={`${current?.label ?? 'Pages'}, one of the pages of ${name}`}
          className={buttonClass()}
          groups={groups.map(({ label, pages }) => ({
            ...(label && { heading: label }),
            items: pages.map((page) => ({ label: page.label, to: addressOf(page), as: Link })),
          }))}
        >
          {current?.label ?? 'Pages'}
          <IconChevronDown size={15} stroke={2} aria-hidden />
        </Menu>
      </div>
    </>
  );
}
