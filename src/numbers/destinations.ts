import type { Destination, DestinationUse, Target } from '../destinations/contract.ts';
import type { DestinationUser } from '../destinations/destinations.ts';
import { toColumns, toDestination } from '../destinations/rules.ts';
import type { Tx } from '../platform/db/db.ts';
import type { Routing } from './contract.ts';
import * as sql from './sql.ts';

/** A number's routing as the API shows it. */
export const toRouting = (destination: Destination): Routing =>
  destination.kind === 'extension' ? { ...destination, extensionId: destination.id } : destination;

export const routingOf = (row: sql.RoutingColumns): Destination =>
  toDestination({ kind: row.routing_kind, targetId: row.routing_target_id, number: row.routing_number });

export function toRoutingColumns(destination: Destination): sql.RoutingColumns {
  const { kind, targetId, number } = toColumns(destination);
  return { routing_kind: kind, routing_target_id: targetId, routing_number: number };
}

/** Numbers lead to targets. A number whose target is deleted becomes unrouted. */
export const numbersAsUsers: DestinationUser = {
  uses: async (tx: Tx, target: Target): Promise<DestinationUse[]> =>
    (await sql.numbersTo(tx, target)).map((name) => ({ kind: 'number', name })),
  release: sql.unroute,
};
