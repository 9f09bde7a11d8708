import type { OutboundClass } from '../../outbound/contract.ts';

/** The worldwide freephone code, which carriers charge like other countries. */
const isWorldwideFreephone = (number: string): boolean => number.startsWith('+800');

/**
 * Whether a call needs no rate: toll-free numbers of the tenant's own country, and short codes such as 211. `destination` is null for emergency
 * calls and the crisis line.
 */
export const isFreeToCall = (number: string, destination: OutboundClass | null): boolean =>
  destination === null || !number.startsWith('+') || (destination === 'tollFree' && !isWorldwideFreephone(number));
