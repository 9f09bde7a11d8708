import type { Tx } from '../platform/db/db.ts';
import type { Routing } from './contract.ts';

/** The kinds of routing with a target that the tenant owns, each with the API's field for the target's id. */
export const TARGET_FIELDS = { extension: 'extensionId' } as const satisfies Partial<Record<Routing['kind'], string>>;
export type TargetKind = keyof typeof TARGET_FIELDS;
export type Target = { kind: TargetKind; id: string };

/**
 * A kind of target, implemented by the slice that owns it. `src/destinations.ts` lists them all. Before deleting a target, its slice calls
 * `unrouteTarget`.
 */
export type Destination = {
  /** The target's name for people, such as "101 Front desk"; null if the transaction's tenant has no such target. */
  label: (tx: Tx, tenantId: string, id: string) => Promise<string | null>;
  /** The error for a routing to anything else: its message, and the hint for the field. */
  refusal: { message: string; field: string };
};
export type Destinations = Record<TargetKind, Destination>;

/** A number's routing as stored. */
export type RoutingColumns = {
  routing_kind: Routing['kind'];
  routing_target_id: string | null;
  routing_number: string | null;
};

/** The target of a routing; null if it forwards outside or is unrouted. */
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
