import { CardsCard } from '../cards/CardsCard.tsx';
import { AccountCard } from '../invoices/AccountCard.tsx';
import { AdjustmentsCard } from '../invoices/Adjustments.tsx';
import { ExemptionCard } from '../invoices/Exemption.tsx';
import { TenantInvoices } from '../invoices/TenantInvoices.tsx';
import { ButtonLink } from '../kit/pages/links.tsx';
import { useMay } from '../kit/session/session.ts';
import { useTenantId, useTitleEnd } from '../kit/session/tenant-context.ts';
import { TenantUsageCard } from '../limits/TenantUsage.tsx';
import { Page } from '../ui/Page.tsx';

/** The tenant's usage and charges. Its partner also sees adjustments on the next invoice. */
export function TenantBillingPage() {
  const tenantId = useTenantId();
  const isPartner = useMay('invoices.read');
  return (
    <Page
      title="Billing"
      brand={useTitleEnd()}
      actions={
        <ButtonLink to="/tenants/$tenantId/billing/statement" params={{ tenantId }}>
          Statement of account
        </ButtonLink>
      }
    >
      <AccountCard />
      <CardsCard />
      <TenantUsageCard />
      <TenantInvoices />
      {isPartner && <AdjustmentsCard />}
      {isPartner && <ExemptionCard />}
    </Page>
  );
}
