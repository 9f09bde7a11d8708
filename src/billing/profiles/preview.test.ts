import { describe, expect, test } from 'vitest';
import type { ServicePeriod } from '../cycles/counted-days.ts';
import { lastMonth, type PreviewCall, previewOf } from './preview.ts';
import { INITIAL_TERMS, type ProfileTerms } from './terms-contract.ts';

const ZONE = 'America/New_York';
const NOW = new Date('2026-10-20T12:00:00Z');
const TABLE = '01994f2b-7c3a-7e51-9d20-8a4c1f6be330';
const MINUTES = { setupMicros: 0, perMinuteMicros: 10_000, initialSeconds: 60, incrementSeconds: 60, minimumMicros: 0 };

const had = (kind: ServicePeriod['kind'], from: string, thingId = 'tenant'): ServicePeriod => ({
  kind,
  thingId,
  number: null,
  from: Date.parse(from),
  until: null,
});
const call = (number: string, chargeClass: PreviewCall['chargeClass'], seconds: number): PreviewCall => ({
  number,
  chargeClass,
  answeredMs: seconds * 1000,
});

const preview = (terms: Partial<ProfileTerms>, periods: ServicePeriod[] = [], calls: PreviewCall[] = []) => {
  const all = { ...INITIAL_TERMS, ...terms };
  return previewOf({
    terms: all,
    currency: 'USD',
    month: lastMonth(NOW, { billingDay: all.billingDay, zone: ZONE }),
    zone: ZONE,
    tenantId: 'tenant',
    periods,
    calls,
    rates: { outbound: new Map([['+12125550100', MINUTES]]), inbound: new Map([['+12125550199', MINUTES]]) },
  });
};

describe('the last month', () => {
  test('is the last one that has ended, by the profile’s billing day', () => {
    expect(preview({})).toMatchObject({ firstDay: '2026-09-01', lastDay: '2026-09-30', days: 30 });
    expect(preview({ billingDay: 15 })).toMatchObject({ firstDay: '2026-09-15', lastDay: '2026-10-14' });
    expect(preview({ billingDay: 31 })).toMatchObject({ firstDay: '2026-08-31', lastDay: '2026-09-29' });
  });

  test('has fees for what the tenant had, and set-up fees for what was added', () => {
    const periods = [
      had('active', '2026-01-01T00:00:00Z'),
      had('extension', '2026-01-01T00:00:00Z', '101'),
      had('extension', '2026-09-16T12:00:00Z', '102'),
    ];
    expect(
      preview({ monthlyFee: 3000, extensionFee: 500, setupFee: 9900, extensionSetupFee: 250 }, periods),
    ).toMatchObject({
      lines: [
        { kind: 'tenant', quantity: 30, amount: '30.00' },
        { kind: 'extension', quantity: 45, amount: '7.50' },
        { kind: 'setup', quantity: 1, amount: '2.50' },
      ],
      total: '40.00',
      isAsIfActive: false,
    });
  });

  test('costs for a TRIAL what it would have cost if the tenant had been ACTIVE', () => {
    expect(preview({ monthlyFee: 3000 }, [had('active', '2026-10-05T00:00:00Z')])).toMatchObject({
      lines: [{ kind: 'tenant', quantity: 30 }],
      isAsIfActive: true,
    });
  });
});

describe('its calls', () => {
  const terms = { outboundRates: TABLE, inboundRates: TABLE };

  test('are priced by direction, toll-free calls are free, and numbers without a rate are counted', () => {
    const calls = [
      call('+12125550100', 'domestic', 61),
      call('+12125550199', 'inbound', 30),
      call('+18005550100', 'tollFree', 600),
      call('+442079460999', 'international', 600),
      call('+13105550100', 'inbound', 600),
    ];
    expect(preview(terms, [], calls)).toMatchObject({
      lines: [
        { kind: 'calls', chargeClass: 'domestic', quantity: 1, chargedSeconds: 120, amount: '0.02' },
        { kind: 'calls', chargeClass: 'inbound', quantity: 1, chargedSeconds: 60, amount: '0.01' },
      ],
      total: '0.03',
      callsWithoutRate: 1,
    });
    expect(preview({}, [], calls)).toMatchObject({ lines: [], total: '0.00', callsWithoutRate: 0 });
  });

  test('use the included minutes of their classes in the order of the calls', () => {
    const calls = [
      call('+12125550199', 'inbound', 60),
      call('+12125550100', 'domestic', 90),
      call('+12125550100', 'domestic', 60),
    ];
    const { lines } = preview({ ...terms, includedMinutes: 2, includedClasses: ['domestic'] }, [], calls);
    expect(lines).toMatchObject([
      { chargeClass: 'domestic', chargedSeconds: 180, includedSeconds: 120, amount: '0.01' },
      { chargeClass: 'inbound', includedSeconds: 0, amount: '0.01' },
    ]);
  });
});
