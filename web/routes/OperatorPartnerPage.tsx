import { getRouteApi } from '@tanstack/react-router';
import { PartnerPage } from '../partners/PartnerPage.tsx';
import { PartnerWholesale } from '../rates/PartnerWholesale.tsx';
import { TermsCard } from '../invoices/wholesale/WholesaleTerms.tsx';

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
