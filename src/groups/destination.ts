import type { DestinationUse, Target } from '../destinations/contract.ts';
import type { DestinationUser, TargetKind } from '../destinations/destinations.ts';
import type { Tx } from '../platform/db/db.ts';
import * as sql from './sql.ts';

const nameFor = ({ number, name }: { number: string; name: string }): string => `${number} ${name}`;

/** A group as the target of a destination. */
export const groupTarget: TargetKind = {
  label: async (tx, tenantId, id) => {
    const group = await sql.nameOf(tx, tenantId, id);
    return group ? nameFor(group) : null;
  },
  refusal: {
    message: 'Calls can only go to one of the tenant’s own groups.',
    field: 'Choose one of the tenant’s groups.',
  },
};

/**
 * Groups lead to their members and their fallback. A deleted member leaves the group; a deleted fallback becomes none.
 */
export const groupsAsUsers: DestinationUser = {
  async uses(tx: Tx, target: Target): Promise<DestinationUse[]> {
    const members = target.kind === 'extension' ? await sql.groupsWithMember(tx, target.id) : [];
    const fallbacks = await sql.groupsFallingBackTo(tx, target);
    return [
      ...members.map((group): DestinationUse => ({ kind: 'member', name: nameFor(group) })),
      ...fallbacks.map((group): DestinationUse => ({ kind: 'fallback', name: nameFor(group) })),
    ];
  },
  async release(tx, target) {
    if (target.kind === 'extension') await sql.removeMember(tx, target.id);
    await sql.clearFallback(tx, target);
  },
};
