import type { Destinations } from './destinations/destinations.ts';
import { extensionTarget } from './extensions/destination.ts';
import { flowsAsUsers, flowTarget } from './flows/destination.ts';
import { forwardsAsUsers } from './forwarding/destination.ts';
import { groupsAsUsers, groupTarget } from './groups/destination.ts';
import { numbersAsUsers } from './numbers/destinations.ts';
import { mailboxTarget } from './voicemail/destination.ts';

/** What a call can lead to, and what leads calls there: each slice is one line in each list. */
export const DESTINATIONS: Destinations = {
  kinds: {
    extension: extensionTarget,
    group: groupTarget,
    mailbox: mailboxTarget,
    flow: flowTarget,
  },
  users: [numbersAsUsers, forwardsAsUsers, groupsAsUsers, flowsAsUsers],
};
