import { getRouteApi } from '@tanstack/react-router';
import { TermsCard } from '../invoices/wholesale/WholesaleTerms.tsx';
import { PartnerPage } from '../partners/PartnerPage.tsx';
import { PartnerWholesale } from '../rates/PartnerWholesale.tsx';

const route = getRouteApi('/authenticated/operator/partners/$partnerId');

export function OperatorPartnerPage() {
  const { partnerId } = route.useParams();
  return (
    <PartnerPage
      money={
        <>
          <PartnerWholesale />
          <TermsCard partnerId={partnerId} />
        </>
      }
    />
  );
}
