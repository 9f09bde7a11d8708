import { PartnerPage } from '../partners/PartnerPage.tsx';
import { PartnerWholesale } from '../rates/PartnerWholesale.tsx';

export const OperatorPartnerPage = () => <PartnerPage money={<PartnerWholesale />} />;
