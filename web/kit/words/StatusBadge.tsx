import type { TenantStatus } from '../../../src/status/contract.ts';
import { Badge } from '../../ui/Badge.tsx';
import { STATUS_NAMES, STATUS_TONES } from './status-labels.ts';

export function StatusBadge({ status }: { status: TenantStatus }) {
  return <Badge tone={STATUS_TONES[status]}>{STATUS_NAMES[status]}</Badge>;
}
