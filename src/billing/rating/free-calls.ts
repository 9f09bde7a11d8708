import type { OutboundClass } from '../../outbound/contract.ts';

/** A number of the whole world's freephone code, which carriers charge like any other. */
const isWorldwideFreephone = (number: string): boolean => number.startsWith('+800');

/**
 * Whether a call to a number needs no rate: freephone of the tenant's own country, and what is no number, such as 211. `destination` is null for emergency
 * calls and the crisis line.
 */
export const isFreeToCall = (number: string, destination: OutboundClass | null): boolean =>
  destination === null || !number.startsWith('+') || (destination === 'tollFree' && !isWorldwideFreephone(number));
