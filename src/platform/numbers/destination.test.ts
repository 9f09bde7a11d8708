import { expect, test } from 'vitest';
import { numberKind } from './destination.ts';

test.each([
  ['US', '+12125550101', 'domestic US'],
  ['US', '+14165550101', 'domestic US'],
  ['CA', '+12125550101', 'domestic US'],
  ['US', '+17875550101', 'domestic US'],
  ['PR', '+12125550101', 'domestic US'],
  ['US', '+18005550101', 'tollFree'],
  ['US', '+18335550101', 'tollFree'],
  ['US', '+19005551234', 'premium'],
  ['US', '+12129765555', 'premium'],
  ['US', '+15005550101', 'premium'],
  ['US', '+16005550101', 'premium'],
  ['US', '+18765550101', 'caribbean JM'],
  ['US', '+16585550101', 'caribbean JM'],
  ['US', '+18095550101', 'caribbean DO'],
  ['US', '+14415550101', 'caribbean BM'],
  // an invalid exchange does not make a number domestic
  ['US', '+18762345678', 'caribbean JM'],
  ['JM', '+18765550101', 'domestic JM'],
  ['JM', '+12125550101', 'international US'],
  ['JM', '+18095550101', 'caribbean DO'],
  ['GB', '+12125550101', 'international US'],
  ['GB', '+18765550101', 'international JM'],
  ['GB', '+18005550101', 'international US'],
  ['GB', '+19005551234', 'premium'],
  ['US', '+442079460958', 'international GB'],
  ['GB', '+442079460958', 'domestic GB'],
  ['GB', '+448001111111', 'tollFree GB'],
  ['US', '+448001111111', 'international GB'],
  ['GB', '+449012345678', 'premium GB'],
  ['US', '+447012345678', 'premium GB'],
  ['GB', '+441481960194', 'international GG'],
  ['US', '+5350123456', 'international CU'],
  ['US', '+252612345678', 'international SO'],
  ['US', '+870773111632', 'satellite'],
  ['US', '+881612345678', 'satellite'],
  ['US', '+88216123456', 'satellite'],
  ['US', '+8835100012345', 'satellite'],
  ['US', '+979123456789', 'premium'],
  ['US', '+80012345678', 'tollFree'],
])('from %s, %s is %s', (home, number, expected) => {
  const { class: kind, country } = numberKind(number, home);
  expect([kind, country].filter(Boolean).join(' ')).toBe(expected);
});
