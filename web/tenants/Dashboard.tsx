import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { timezoneLabel } from '../kit/inputs/places/timezones.ts';
import { useLive } from '../kit/session/live.ts';
import { LiveSign } from '../kit/session/LiveSign.tsx';
import { useMay, useSession } from '../kit/session/session.ts';
import { useTenant, useTenantReason, useTitleEnd } from '../kit/session/tenant-context.ts';
import { Card, Columns, Fact, Facts } from '../ui/layout.tsx';
import { LoadError } from '../ui/LoadError.tsx';
import { Page, Stat, Stats } from '../ui/Page.tsx';
import { StaleNotice } from '../ui/StaleNotice.tsx';
import { summaryQuery } from './queries.ts';
import styles from './dashboard.module.css';

/** A tenant's overview and next steps. `children`: more cards. */
export function Dashboard({ children }: { children: ReactNode }) {
  const tenant = useTenant();
  const params = { tenantId: tenant.id };
  const manages = useMay('extensions.read');
  const closed = useTenantReason('extensions.write') !== null;
  const own = useSession().tenant !== null;
  const { data, error, dataUpdatedAt, refetch } = useQuery(summaryQuery(tenant.id));
  const { state } = useLive();
  const online = state?.extensions.filter(({ presence }) => presence !== 'Offline').length;
  const numberSteps = [
    {
      done: tenant.didsCount > 0,
      text: own
        ? 'Choose where your number rings (your provider assigns it)'
        : 'Assign a number and choose where it rings',
      to: '/tenants/$tenantId/numbers',
    },
    { done: tenant.e911Address !== null, text: 'Enter the address for 911', to: '/tenants/$tenantId/settings' },
  ] as const;
  const steps = [
    {
      done: tenant.extensionsCount > 0,
      text: 'Create an extension for each phone',
      to: '/tenants/$tenantId/extensions',
    },
    // a sandbox has no numbers and can't call 911
    ...(tenant.sandbox ? [] : numberSteps),
    {
      done: tenant.usersCount > (own ? 1 : 0),
      text: own ? 'Invite your colleagues' : 'Hand over a username and password',
      to: '/tenants/$tenantId/users',
    },
  ] as const;
  return (
    <Page title="Dashboard" brand={useTitleEnd()} actions={manages && <LiveSign />}>
      {error && !data && <LoadError title="Couldn’t load the overview" error={error} again={refetch} />}
      {error && data && <StaleNotice error={error} since={dataUpdatedAt} />}
      <Stats>
        <Stat label="Phones online" value={state ? `${online} of ${state.extensions.length}` : '–'} />
        <Stat label="Live calls" value={state?.calls.length ?? '–'} live />
        <Stat label="Numbers" value={data?.dids ?? tenant.didsCount} />
        <Stat label="Users" value={data?.users ?? tenant.usersCount} />
      </Stats>
      {manages && (
        <Columns>
          {!closed && steps.some((step) => !step.done) && (
            <Card title="Get started">
              <ul className={styles.steps}>
                {steps.map((step) => (
                  <li key={step.text} data-done={step.done || undefined}>
                    {step.done ? <IconCircleCheck size={20} aria-hidden /> : <IconCircleDashed size={20} aria-hidden />}
                    <span className="visually-hidden">{step.done ? 'Done: ' : 'To do: '}</span>
                    <Link to={step.to} params={params}>
                      {step.text}
                    </Link>
                  </li>
                ))}
              </ul>
            </Card>
          )}
          <Card title="Setting up a phone">
            <Facts>
              <Fact name="SIP server">
                <span className="mono">{data?.sip.domain ?? '…'}</span>
              </Fact>
              <Fact name="Port">
                <span className="mono">{data?.sip.port ?? '…'}</span>
              </Fact>
              <Fact name="Username">
                <span className="mono">{tenant.sipPrefix}-…</span>
              </Fact>
              <Fact name="Timezone">{timezoneLabel(tenant.timezone)}</Fact>
            </Facts>
            <p className={styles.hint}>
              The username and password of each phone are under{' '}
              <Link to="/tenants/$tenantId/extensions" params={params}>
                Extensions
              </Link>
              , SIP credentials.
            </p>
          </Card>
          {children}
        </Columns>
      )}
    </Page>
  );
}
