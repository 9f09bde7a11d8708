import type { Tx } from '../platform/db/db.ts';
import type { Routing } from './contract.ts';

/** The kinds of routing that lead to something of the tenant's own, each with the API's field for its id. */
export const TARGET_FIELDS = { extension: 'extensionId' } as const satisfies Partial<Record<Routing['kind'], string>>;
export type TargetKind = keyof typeof TARGET_FIELDS;
export type Target = { kind: TargetKind; id: string };

/**
 * A kind of target, as the slice that owns it provides it. `src/destinations.ts` lists them all. Before a target is deleted, its slice takes it out
 * of the numbers' routing with `unrouteTarget`.
 */
export type Destination = {
  /** What people call the target, such as "101 Front desk"; null if the tenant of the transaction has no such target. */
  label: (tx: Tx, tenantId: string, id: string) => Promise<string | null>;
  /** Why a routing to anything else is refused: the message, and what to do beside the field. */
  refusal: { message: string; field: string };
};
export type Destinations = Record<TargetKind, Destination>;

/** Where a number leads, as the table holds it. */
export type RoutingColumns = {
  routing_kind: Routing['kind'];
  routing_target_id: string | null;
  routing_number: string | null;
};

/** The target of a routing; null if it leads outside or nowhere. */
export const targetOf = (routing: Routing): Target | null =>
  routing.kind === 'extension' ? { kind: routing.kind, id: routing.extensionId } : null;

export function toRouting({
  routing_kind: kind,
  routing_target_id: id,
  routing_number: number,
}: RoutingColumns): Routing {
  if (kind === 'extension' && id !== null) return { kind, extensionId: id };
  if (kind === 'external' && number !== null) return { kind, number };
  return { kind: 'none' };
}

export const toColumns = (routing: Routing): RoutingColumns => ({
  routing_kind: routing.kind,
  routing_target_id: targetOf(routing)?.id ?? null,
  routing_number: routing.kind === 'external' ? routing.number : null,
});
