import { PaymentAccountCard } from '../cards/PaymentAccountCard.tsx';
import { InvoiceSettingsCard } from '../invoices/InvoiceSettings.tsx';
import { brandOf, useMay, useSession } from '../kit/session/session.ts';
import { TeamSecurity } from '../people/Security.tsx';
import { SupportSettings } from '../support/SupportSettings.tsx';
import { Page } from '../ui/Page.tsx';

export function PartnerSettingsPage() {
  return (
    <Page title="Settings" brand={brandOf(useSession())}>
      <SupportSettings />
      <InvoiceSettingsCard />
      {useMay('payment-account.read') && <PaymentAccountCard />}
      <TeamSecurity />
    </Page>
  );
}
