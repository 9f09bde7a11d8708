import { RecentActivity } from '../audit/RecentActivity.tsx';
import { Dashboard } from '../tenants/Dashboard.tsx';

export const DashboardPage = () => (
  <Dashboard>
    <RecentActivity />
  </Dashboard>
);
