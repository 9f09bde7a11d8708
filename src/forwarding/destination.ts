import type { DestinationUse } from '../destinations/contract.ts';
import type { DestinationUser } from '../destinations/destinations.ts';
import * as sql from './sql.ts';

/** Forwards lead to targets. One whose target goes is switched off. */
export const forwardsAsUsers: DestinationUser = {
  uses: async (tx, target) =>
    (await sql.forwardingTo(tx, target)).map(({ number, name }): DestinationUse => ({
      kind: 'forward',
      name: `${number} ${name}`,
    })),
  async release(tx, target) {
    await sql.clearForwards(tx, target);
    // an extension that goes takes its own forwards along
    if (target.kind === 'extension') await sql.deleteForwarding(tx, target.id);
  },
};
