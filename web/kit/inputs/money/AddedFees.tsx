import { useQuery } from '@tanstack/react-query';
import { type AddedThing, addedFees } from '../../../../src/billing/fees/rules.ts';
import { getTenantAccount } from '../../../../src/payments/endpoints.ts';
import type { Tenant } from '../../../../src/tenants/contract.ts';
import { Muted } from '../../../ui/layout.tsx';
import { anyTenantQuery } from '../../lists/tenants-query.ts';
import { apiQuery } from '../../session/queries.ts';
import { useMay } from '../../session/session.ts';
import { amountLabel } from './amount.ts';

type Props = { tenantId: string; things: readonly AddedThing[] };

/** What the things that a form adds cost the tenant. Nothing is said where they cost nothing, or to someone who sees no invoices. */
export function AddedFees(props: Props) {
  return useMay('tenant-invoices.read') && props.things.length > 0 ? <Fees {...props} /> : null;
}

function Fees({ tenantId, things }: Props) {
  const { data: tenant } = useQuery(anyTenantQuery(tenantId));
  const { data: account } = useQuery(apiQuery(getTenantAccount, { params: { tenantId } }));
  if (!account?.plan || !tenant) return null;
  const { currency } = account.plan;
  const { monthly, once } = addedFees(account.plan, things);
  const [isMonthly, isOnce] = [Number(monthly) > 0, Number(once) > 0];
  if (!isMonthly && !isOnce) return null;
  const fees = [
    ...(isMonthly ? [`${amountLabel(monthly, currency)} a month`] : []),
    ...(isOnce ? [`${amountLabel(once, currency)} once for set-up`] : []),
  ];
  return (
    <p>
      Adds {fees.join(' and ')} {SINCE[tenant.status]}. <Muted>Before taxes. The first month counts by its days.</Muted>
    </p>
  );
}

/** Fees are counted for days on which the tenant is active. */
const SINCE: Record<Tenant['status'], string> = {
  ACTIVE: 'from today',
  TRIAL: 'once the tenant is active',
  SUSPENDED: 'once the tenant is active again',
  CANCELLED: 'once the tenant is active again',
};
