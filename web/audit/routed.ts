import { z } from 'zod';
import { TARGET_KINDS } from '../../src/destinations/contract.ts';
import { displayNumber } from '../../src/platform/values/phone.ts';

/** A routing in the form of events of any age, with the target's name. */
const Routing = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('external'), number: z.string() }),
  z.object({ kind: z.enum(TARGET_KINDS) }),
]);

const NOUNS = { extension: 'an extension', group: 'a group', mailbox: 'a mailbox', flow: 'a call flow' };

type Recorded = { action: string; after: Record<string, unknown> | null };

/** "(212) 555-0110 now rings 101 Front desk" for a number that was routed; null for any other event, or one that cannot be read. */
export function routedText({ action, after }: Recorded): string | null {
  if (action !== 'did.routed' || typeof after?.number !== 'string') return null;
  const routing = Routing.safeParse(after.routing);
  if (!routing.success) return null;
  const number = displayNumber(after.number);
  if (routing.data.kind === 'none') return `${number} is out of service`;
  if (routing.data.kind === 'external') return `${number} now goes to ${displayNumber(routing.data.number)}`;
  const verb = routing.data.kind === 'mailbox' || routing.data.kind === 'flow' ? 'goes to' : 'rings';
  return `${number} now ${verb} ${typeof after.leadsTo === 'string' ? after.leadsTo : NOUNS[routing.data.kind]}`;
}
