import type { TenantStatus } from '../../src/status/contract.ts';

/** The numbers and ranges in a text, one on each line or between commas. */
export const entriesOf = (text: string): string[] =>
  text
    .split(/[\n,;]/)
    .map((entry) => entry.trim())
    .filter(Boolean);

/** Whether the page of a tenant's numbers offers to assign one. `partners`: the user sees the inventory. */
export const canGetNumbers = ({ status }: { status: TenantStatus }, partners: boolean): boolean =>
  partners && status !== 'CANCELLED';

/** The text for a tenant without numbers. */
export function noNumbersText(tenant: { status: TenantStatus }, partners: boolean): string {
  if (canGetNumbers(tenant, partners)) return 'Assign one from your inventory, and choose where it rings.';
  return partners ? 'Its numbers went back to your inventory when it was cancelled.' : 'Your provider assigns numbers.';
}
