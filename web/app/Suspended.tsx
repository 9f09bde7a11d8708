import { IconPhoneOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { brandOf, type Session } from '../kit/session/session.ts';
import { helpQuery, suspensionTexts } from '../support/help.ts';
import { hasContact, SupportContact } from '../support/SupportContact.tsx';
import { Button } from '../ui/Button.tsx';
import { MessageCard } from '../ui/MessageCard.tsx';
import { Page } from '../ui/Page.tsx';
import { useSignOut } from './AccountMenu.tsx';

/** Rarely needed, so it is not part of the first load. */
const OverdueInvoices = lazy(async () => ({
  default: (await import('../invoices/OverdueInvoices.tsx')).OverdueInvoices,
}));

const SuspendedCards = lazy(async () => ({
  default: (await import('../cards/SuspendedCards.tsx')).SuspendedCards,
}));

const PayNow = lazy(async () => ({ default: (await import('../cards/PayNow.tsx')).PayNow }));

/** The only page of a suspended tenant's users: why, what still works, and whom to contact. */
export function Suspended({ session }: { session: Session }) {
  const signOut = useSignOut();
  const provider = brandOf(session);
  const maySeeInvoices = session.permissions.includes('tenant-invoices.read');
  const { data: help } = useQuery(helpQuery);
  return (
    <MessageCard icon={<IconPhoneOff size={24} />}>
      <Page title="Service suspended" brand={provider}>
        <p>
          The phone service of <strong>{session.tenant?.name}</strong> is suspended. You can’t make or receive calls,
          and callers hear that the service is interrupted.
        </p>
        {help && suspensionTexts(help.suspension, provider).map((words) => <p key={words}>{words}</p>)}
        {session.tenant && help?.suspension.includes('payment') && maySeeInvoices && (
          <Suspense>
            <OverdueInvoices tenantId={session.tenant.id} />
            <PayNow tenantId={session.tenant.id} />
          </Suspense>
        )}
        {session.voice === 'on' && (
          <p>
            <strong>Emergency calls to 911 still go through</strong> from your phones.
          </p>
        )}
        {session.tenant && maySeeInvoices && (
          <Suspense>
            <SuspendedCards tenantId={session.tenant.id} />
          </Suspense>
        )}
        <p>
          To get your service back, contact <strong>{provider}</strong>
          {help && hasContact(help) && (
            <>
              : <SupportContact {...help} />
            </>
          )}
          .
        </p>
        <div>
          <Button onClick={signOut}>Sign out</Button>
        </div>
      </Page>
    </MessageCard>
  );
}
