import { describe, expect, it } from 'vitest';
import type { Tenant } from '../../src/tenants/contract.ts';
import { reactivatedEffects, reactivatedText } from './reactivated.ts';

describe('what a reactivation came to', () => {
  const tenant = { status: 'ACTIVE', suspensionReasons: [] } as unknown as Tenant;
  const still = { status: 'SUSPENDED', suspensionReasons: ['fraud', 'manual'] } as unknown as Tenant;
  const numbers = { restoredDids: ['+12125550101', '+12125550102'], lostDids: ['+12125550103'] };

  it('names the numbers that are lost and those that came back', () => {
    expect(reactivatedEffects({ tenant, ...numbers })).toMatchObject([
      { numbers: ['+12125550103'], grave: true },
      { numbers: ['+12125550101', '+12125550102'] },
      { text: 'Phones can make and receive calls right away.' },
    ]);
    expect(reactivatedText({ tenant, ...numbers })).toBe('Active again. 2 numbers came back. Lost: (212) 555-0103.');
  });
  it('never says that one serves which is still suspended', () => {
    const answer = { tenant: still, restoredDids: [], lostDids: [] };
    expect(reactivatedEffects(answer)).toEqual([
      { text: 'Still suspended: suspected fraud or abuse, customer’s request or other.', grave: true },
    ]);
    expect(reactivatedText(answer)).toBe('Still suspended: suspected fraud or abuse, customer’s request or other.');
  });
});
