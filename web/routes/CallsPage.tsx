import { Calls } from '../calls/Calls.tsx';
import { OwnForwarding } from '../extensions/OwnForwarding.tsx';

export const CallsPage = () => <Calls actions={<OwnForwarding />} />;
