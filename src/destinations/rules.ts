import type { Destination, DestinationUse, Target } from './contract.ts';

/** The target of a destination; null for an outside number or none. */
export const targetOf = (destination: Destination): Target | null => ('id' in destination ? destination : null);

/** A destination as three table columns. */
export type DestinationColumns = { kind: Destination['kind']; targetId: string | null; number: string | null };

export const toColumns = (destination: Destination): DestinationColumns => ({
  kind: destination.kind,
  targetId: targetOf(destination)?.id ?? null,
  number: destination.kind === 'external' ? destination.number : null,
});

/** The destination in these columns. Combinations that the table's constraints rule out ring nothing. */
export function toDestination({ kind, targetId, number }: DestinationColumns): Destination {
  if (kind === 'external') return number === null ? { kind: 'none' } : { kind, number };
  return kind === 'none' || targetId === null ? { kind: 'none' } : { kind, id: targetId };
}

/** The fields in which the audit trail of a deletion names what led to the target. */
const RELEASED = {
  number: 'unroutedNumbers',
  forward: 'endedForwards',
  member: 'leftGroups',
  fallback: 'groupsWithoutFallback',
  flow: 'flowsWithoutTarget',
} as const satisfies Record<DestinationUse['kind'], string>;

/** What led to a deleted target, for the audit trail; null if nothing did. */
export function releasedFields(uses: readonly DestinationUse[]): Record<string, string[]> | null {
  const fields: Record<string, string[]> = {};
  for (const { kind, name } of uses) (fields[RELEASED[kind]] ??= []).push(name);
  return uses.length > 0 ? fields : null;
}
