import { useQuery } from '@tanstack/react-query';
import type { FraudRules } from '../../../src/fraud/contract.ts';
import { getFraudRules } from '../../../src/fraud/endpoints.ts';
import { getTenantDefaults } from '../../../src/tenants/endpoints.ts';
import { FRAUD_RULE_NAMES } from '../../kit/inputs/limits/fraud-form.ts';
import { amountLabel } from '../../kit/inputs/money/amount.ts';
import { useProfileCurrency } from '../../kit/inputs/money/billing-profiles.ts';
import { apiQuery } from '../../kit/session/queries.ts';
import { Notice } from '../../ui/Notice.tsx';

type Props = { tenantId: string; profileId: string | null };

/** Warns that a tenant's fraud rule about spend won't count calls once the chosen profile charges in another currency. */
export function SpendRuleNotice({ tenantId, profileId }: Props) {
  const { data } = useQuery(apiQuery(getFraudRules, { params: { tenantId } }));
  return <NoticeFor rules={data} profileId={profileId} from="From the next billing cycle on" />;
}

/** The same warning for the rule of new tenants. */
export function InitialSpendRuleNotice({ profileId }: Pick<Props, 'profileId'>) {
  const { data } = useQuery(apiQuery(getTenantDefaults));
  return <NoticeFor rules={data?.fraudRules} profileId={profileId} from="With this profile" />;
}

type NoticeProps = { rules: Pick<FraudRules, 'spendPerHour'> | undefined; profileId: string | null; from: string };

function NoticeFor({ rules, profileId, from }: NoticeProps) {
  const charged = useProfileCurrency(profileId);
  const rule = rules?.spendPerHour;
  if (!rule || charged === null || charged === rule.currency) return null;
  return (
    <Notice tone="warning" title={`The fraud rule “${FRAUD_RULE_NAMES.spendPerHour}” won’t count calls`}>
      It stops at {amountLabel(rule.amount, rule.currency)}. {from}, calls are charged in {charged}, which it doesn’t
      count. Enter it in {charged} on the tenant’s Usage &amp; limits page.
    </Notice>
  );
}
