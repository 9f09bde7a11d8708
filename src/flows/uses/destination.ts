import type { DestinationUser, TargetKind } from '../../destinations/destinations.ts';
import * as sql from '../sql.ts';

/** A published flow as the target of a destination. */
export const flowTarget: TargetKind = {
  label: async (tx, tenantId, id) => {
    const flow = await sql.publishedName(tx, tenantId, id);
    return flow ? flowName(flow) : null;
  },
  refusal: {
    message: 'Calls can only go to one of the tenant’s own call flows, once it is published.',
    field: 'Choose one of the tenant’s published call flows.',
  },
};

/** "500 Main number"; a flow needs no number. */
export const flowName = ({ number, name }: { number: string | null; name: string }): string =>
  number === null ? name : `${number} ${name}`;

/**
 * The published version and the draft of a flow lead to targets. Neither changes when a target is deleted: versions never change, and in the draft a
 * user has to choose another target. A call that reaches a missing target takes the fallback.
 */
export const flowsAsUsers: DestinationUser = {
  uses: async (tx, target) =>
    (await sql.flowsUsing(tx, [target.id])).map((flow) => ({ kind: 'flow' as const, name: flowName(flow) })),
  release: async () => {},
};
