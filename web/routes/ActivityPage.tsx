import { Activity } from '../audit/Activity.tsx';
import { Manifests } from '../tenants/status/Manifests.tsx';

export const ActivityPage = () => <Activity actions={<Manifests />} />;
