import { describe, expect, test } from 'vitest';
import type { Tenant } from '../../../src/tenants/contract.ts';
import { reactivatedEffects, reactivatedText } from './reactivated.ts';

describe('the results of a reactivation', () => {
  const tenant = { status: 'ACTIVE', suspensionReasons: [] } as unknown as Tenant;
  const still = { status: 'SUSPENDED', suspensionReasons: ['fraud', 'manual'] } as unknown as Tenant;
  const numbers = { restoredDids: ['+12125550101', '+12125550102'], lostDids: ['+12125550103'] };

  test('list lost and restored numbers', () => {
    expect(reactivatedEffects({ tenant, ...numbers })).toMatchObject([
      { numbers: ['+12125550103'], grave: true },
      { numbers: ['+12125550101', '+12125550102'] },
      { text: 'Phones can make and receive calls right away.' },
    ]);
    expect(reactivatedText({ tenant, ...numbers })).toBe('Active again. 2 numbers came back. Lost: (212) 555-0103.');
  });
  test('never say that a still suspended tenant is active', () => {
    const answer = { tenant: still, restoredDids: [], lostDids: [] };
    expect(reactivatedEffects(answer)).toEqual([
      { text: 'Still suspended: suspected fraud or abuse, customer’s request or other.', grave: true },
    ]);
    expect(reactivatedText(answer)).toBe('Still suspended: suspected fraud or abuse, customer’s request or other.');
  });
});
