import { Activity } from '../audit/Activity.tsx';
import { Manifests } from '../tenants/Manifests.tsx';

export const ActivityPage = () => <Activity actions={<Manifests />} />;
