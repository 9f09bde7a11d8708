import { SettingsCard } from '../invoices/wholesale/WholesaleSettings.tsx';
import { WholesalePage } from '../revenue/WholesalePage.tsx';

export const OperatorWholesalePage = () => <WholesalePage settings={<SettingsCard />} />;
