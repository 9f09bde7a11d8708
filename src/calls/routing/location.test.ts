import { expect, test } from 'vitest';
import { phoneArrival } from '../../../test/arrivals.ts';
import { dialString } from '../../call-control/ari/dial-string.ts';
import type { Target } from '../model/decision.ts';
import type { PhoneFacts } from './facts.ts';
import { routeFromPhone } from './from-phone.ts';

const arrival = phoneArrival('911', {
  codecs: ['ulaw'],
  emergency: { trunkIds: ['a'], callback: null, country: null },
});
const ADDRESS = { street: '20 W 34th St', city: 'New York', state: 'NY', postalCode: '10001', country: 'US' };
const LOCATION = 'country="US",A1="NY",A3="New York",RD="W 34th St",HNO="20",PC="10001"';
const trunks = [
  { id: 'a', emergency: true, takesLocation: true },
  { id: 'b', emergency: true },
  { id: 'c', emergency: false, takesLocation: true },
];

/** The trunks that are tried, each with the location it gets. */
function ways(dialled: string, address: unknown): string[] {
  const facts: PhoneFacts = {
    tenant: { id: 'bakery', status: 'ACTIVE', defaultCnam: 'BAKERY', country: 'US', address },
    caller: { id: 'e101', number: '101', name: 'Counter', encryptedOnly: false },
    did: { id: 'd1', number: '+12125550101' },
    callee: null,
    carriers: trunks,
  };
  const decision = routeFromPhone({ ...arrival, dialled }, facts, { id: 'c1', at: '2026-03-01T12:00:00.000Z' });
  if (decision.kind !== 'connect') return [decision.kind];
  const location = (target: Target) => (target.kind === 'trunk' && target.location) || '-';
  return decision.attempts.flatMap(({ targets }) =>
    targets.map((target) => `${dialString(target)} ${location(target)}`),
  );
}

test.each(['911', '933'])(
  '%s sends the location to trunks that accept it, and is tried without it if that fails',
  (number) => {
    expect(ways(number, ADDRESS)).toEqual([
      `PJSIP/${number}@trunk-a ${LOCATION}`,
      `PJSIP/${number}@trunk-b -`,
      `PJSIP/${number}@trunk-a -`,
    ]);
  },
);

test('without a usable address, 911 goes out without a location', () => {
  for (const address of [null, undefined, 'nowhere', { ...ADDRESS, country: 'ZZ' }])
    expect(ways('911', address)).toEqual(['PJSIP/911@trunk-a -', 'PJSIP/911@trunk-b -']);
});

test('other calls carry no location', () => {
  expect(ways('+13015550177', ADDRESS).every((way) => way.endsWith(' -'))).toBe(true);
});
