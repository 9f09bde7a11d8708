import { WholesalePage } from '../revenue/WholesalePage.tsx';
import { SettingsCard } from '../invoices/WholesaleSettings.tsx';

export const OperatorWholesalePage = () => <WholesalePage settings={<SettingsCard />} />;
