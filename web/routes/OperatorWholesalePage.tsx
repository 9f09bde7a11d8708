import { WholesalePage } from '../revenue/WholesalePage.tsx';
import { SettingsCard } from '../invoices/wholesale/WholesaleSettings.tsx';

export const OperatorWholesalePage = () => <WholesalePage settings={<SettingsCard />} />;
