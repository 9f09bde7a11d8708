import { describe, expect, test } from 'vitest';
import { DEFAULT_HOME } from '../platform/numbers/e164.ts';
import { AGEING_MS, ageingUntil, readEntries, readEntry, refusalToAssign, toRanges } from './rules.ts';

const released = new Date('2026-03-01T12:00:00Z');
const end = new Date(released.getTime() + AGEING_MS);
const justBefore = new Date(end.getTime() - 1);
const resting = { status: 'UNASSIGNED', releasedAt: released, lastTenantId: 'a' };

describe('a released number is in quarantine', () => {
  test('for 45 x 24 hours, to the millisecond', () => {
    expect(ageingUntil(resting, justBefore)).toEqual(end);
    expect(ageingUntil(resting, end)).toBeNull();
  });

  test('only while it is free and had a tenant', () => {
    expect(ageingUntil({ ...resting, releasedAt: null }, released)).toBeNull();
    expect(ageingUntil({ ...resting, status: 'ASSIGNED' }, released)).toBeNull();
  });

  test('and goes to another tenant only if that is acknowledged', () => {
    const toB = { tenantId: 'b', acknowledgeAgeing: false };
    expect(refusalToAssign(resting, toB, justBefore)).toBe('did_ageing');
    expect(refusalToAssign(resting, { ...toB, acknowledgeAgeing: true }, justBefore)).toBeNull();
    expect(refusalToAssign(resting, toB, end)).toBeNull();
  });

  test('but goes back to its last tenant at any time', () => {
    expect(refusalToAssign(resting, { tenantId: 'a', acknowledgeAgeing: false }, released)).toBeNull();
  });

  test('no acknowledgement makes an assigned number available', () => {
    for (const status of ['ASSIGNED', 'PORTING_OUT', 'PORTED_OUT']) {
      const input = { tenantId: 'a', acknowledgeAgeing: true };
      expect(refusalToAssign({ ...resting, status }, input, end)).toBe('did_not_available');
    }
  });
});

describe('numbers as people write them', () => {
  test.each([
    ['+12125550110', ['+12125550110']],
    [' +1 (212) 555-0110 ', ['+12125550110']],
    ['212-555-0110', ['+12125550110']],
    ['12125550110', ['+12125550110']],
    ['+442079460958', ['+442079460958']],
    ['+12125550109-+12125550111', ['+12125550109', '+12125550110', '+12125550111']],
    ['+1 212 555 0109 – +1 212 555 0110', ['+12125550109', '+12125550110']],
    ['+12125550110-+12125550110', ['+12125550110']],
  ])('%s', (text, numbers) => {
    expect(readEntry(text, DEFAULT_HOME)).toEqual({ numbers });
  });

  test.each([
    '',
    '+',
    '911',
    'call me',
    '+1212555',
    '+12125550110x5',
    '+0123456789',
    '-+12125550110',
    '+12125550111-+12125550110',
    '+12125550110-+442079460958',
    '+12125550110-+12125550111-+12125550112',
    '+12125550000-+12125560000',
  ])('refused: %s', (text) => {
    expect(readEntry(text, DEFAULT_HOME)).toHaveProperty('fault');
  });

  const read = (...texts: string[]) => readEntries(texts.map((text) => ({ text })));

  test('a repeated number counts once, even inside a range', () => {
    const { numbers, faults } = read('+12125550111', '+12125550110-+12125550111', '(212) 555-0110');
    expect([...numbers]).toEqual([
      ['+12125550111', { text: '+12125550111' }],
      ['+12125550110', { text: '+12125550110-+12125550111' }],
    ]);
    expect(faults).toEqual([]);
  });

  test('each faulty entry is reported', () => {
    expect(read('+12125550110', 'x', 'y').faults.map(({ entry }) => entry.text)).toEqual(['x', 'y']);
  });

  test('the limit applies to all ranges together', () => {
    const whole = '+12125550000-+12125559999';
    expect(read(whole, '+12125550123')).toMatchObject({ tooMany: false });
    expect(read(whole, '+12125560000')).toMatchObject({ tooMany: true });
  });
});

test('consecutive numbers are shown as a range', () => {
  const numbers = ['+12125550112', '+12125550110', '+12125550111', '+12125550119', '+442079460958'];
  expect(toRanges(numbers)).toEqual(['+12125550110-+12125550112', '+12125550119', '+442079460958']);
  expect(toRanges([])).toEqual([]);
});
