import { useQuery } from '@tanstack/react-query';
import { type DestinationUse, type Target, USE_KINDS } from '../../../src/destinations/contract.ts';
import { listDestinationUses } from '../../../src/destinations/endpoints.ts';
import { displayNumber } from '../../../src/platform/values/phone.ts';
import { apiQuery } from '../session/queries.ts';
import { useTenantId } from '../session/tenant-context.ts';

/** Describes what happens to each kind of use. */
const EFFECTS: Record<DestinationUse['kind'], (names: string) => string> = {
  number: (names) => `leaves ${names} without a destination`,
  forward: (names) => `ends the forwarding of ${names}`,
  member: (names) => `removes it from ${names}`,
  fallback: (names) => `leaves ${names} without a fallback`,
  flow: (names) => `sends the calls of ${names} to the flow’s fallback`,
};

const list = new Intl.ListFormat('en-US');

/** "Deleting it leaves (212) 555-0101 without a destination and removes it from 600 Sales."; null if nothing leads to it. */
export function usesText(uses: readonly DestinationUse[]): string | null {
  const namesOf = (kind: DestinationUse['kind']) =>
    uses.filter((use) => use.kind === kind).map(({ name }) => (kind === 'number' ? displayNumber(name) : name));
  const effects = USE_KINDS.flatMap((kind) => {
    const names = namesOf(kind);
    return names.length > 0 ? [EFFECTS[kind](list.format(names))] : [];
  });
  return effects.length > 0 ? `Deleting it ${list.format(effects)}.` : null;
}

/** Shows what leads to a target before it is deleted. */
export function DeletionUses({ of }: { of: Target }) {
  const tenantId = useTenantId();
  const { data, error } = useQuery(apiQuery(listDestinationUses, { params: { tenantId }, query: of }));
  if (error) return <p>Couldn’t load what leads to it.</p>;
  const text = data && usesText(data.items);
  return text ? <p>{text}</p> : null;
}
