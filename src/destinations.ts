import type { Destinations, TargetKind } from './destinations/destinations.ts';
import { extensionTarget } from './extensions/destination.ts';
import { numbersAsUsers } from './numbers/destinations.ts';
import { mailboxTarget } from './voicemail/destination.ts';

/** A kind of which the tenant has none yet. */
const without = (noun: string, plural: string): TargetKind => ({
  label: async () => null,
  refusal: { message: `The tenant has no such ${noun}.`, field: `Choose one of the tenant’s ${plural}.` },
});

/** What a call can lead to, and what leads calls there: each slice is one line in each list. */
export const DESTINATIONS: Destinations = {
  kinds: {
    extension: extensionTarget,
    group: without('group', 'groups'),
    mailbox: mailboxTarget,
  },
  users: [numbersAsUsers],
};
