import { Routing } from '../../src/numbers/contract.ts';
import { displayNumber } from '../../src/platform/values/phone.ts';

type Recorded = { action: string; after: Record<string, unknown> | null };

/** "(212) 555-0110 now rings 101 Front desk" for a number that was routed; null for any other event, or one that cannot be read. */
export function routedText({ action, after }: Recorded): string | null {
  if (action !== 'did.routed' || typeof after?.number !== 'string') return null;
  const routing = Routing.safeParse(after.routing);
  if (!routing.success) return null;
  const number = displayNumber(after.number);
  if (routing.data.kind === 'none') return `${number} is out of service`;
  if (routing.data.kind === 'external') return `${number} now goes to ${displayNumber(routing.data.number)}`;
  return `${number} now rings ${typeof after.leadsTo === 'string' ? after.leadsTo : 'an extension'}`;
}
