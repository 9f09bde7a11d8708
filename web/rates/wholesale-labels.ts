import type { WholesaleTable } from '../../src/rates/wholesale-contract.ts';

export const DIRECTIONS: Record<WholesaleTable['direction'], string> = {
  outbound: 'Outgoing calls',
  inbound: 'Incoming calls',
};
