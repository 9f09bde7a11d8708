import { SuspensionReason, TenantStatus } from '../../../src/status/contract.ts';
import type { Tone } from '../../ui/Badge.tsx';

export const STATUS_NAMES: Record<TenantStatus, string> = {
  TRIAL: 'Trial',
  ACTIVE: 'Active',
  SUSPENDED: 'Suspended',
  CANCELLED: 'Cancelled',
};
export const STATUS_TONES: Record<TenantStatus, Tone> = {
  TRIAL: 'blue',
  ACTIVE: 'green',
  SUSPENDED: 'amber',
  CANCELLED: 'red',
};

export const REASON_NAMES: Record<SuspensionReason, string> = {
  manual: 'Customer’s request or other',
  past_due: 'Past due',
  spend_cap: 'Spending limit reached',
  minutes_cap: 'Minutes limit reached',
  fraud: 'Suspected fraud or abuse',
};

/** Several in a sentence: "past due, suspected fraud or abuse". */
export const reasonLabels = (reasons: readonly SuspensionReason[]): string =>
  reasons.map((reason) => REASON_NAMES[reason].charAt(0).toLowerCase() + REASON_NAMES[reason].slice(1)).join(', ');
