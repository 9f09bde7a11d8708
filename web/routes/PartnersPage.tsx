import { RecentIncidents } from '../health/RecentIncidents.tsx';
import { Partners } from '../partners/Partners.tsx';

export const PartnersPage = () => <Partners notice={<RecentIncidents />} />;
