import type { DestinationUse } from '../destinations/contract.ts';
import type { DestinationUser } from '../destinations/destinations.ts';
import * as sql from './sql.ts';

/** Forwards lead to targets. A forward to a deleted target is turned off. */
export const forwardsAsUsers: DestinationUser = {
  uses: async (tx, target) =>
    (await sql.forwardingTo(tx, target)).map(({ number, name }): DestinationUse => ({
      kind: 'forward',
      name: `${number} ${name}`,
    })),
  async release(tx, target) {
    await sql.clearForwards(tx, target);
    // a deleted extension takes its own forwards with it
    if (target.kind === 'extension') await sql.deleteForwarding(tx, target.id);
  },
};
