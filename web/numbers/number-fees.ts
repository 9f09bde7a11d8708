import type { AddedThing } from '../../src/billing/fees/rules.ts';
import type { Did } from '../../src/numbers/contract.ts';

/** Numbers as their fees are counted, for the tenant that gets them. */
export const billedNumbers = (
  dids: readonly Pick<Did, 'tollFree' | 'lastTenantId'>[],
  tenantId: string,
): AddedThing[] =>
  dids.map(({ tollFree, lastTenantId }) => ({
    kind: tollFree ? 'tollFreeNumber' : 'localNumber',
    isBack: lastTenantId === tenantId,
  }));
