import type { Destinations } from './destinations/destinations.ts';
import { extensionTarget } from './extensions/destination.ts';
import { flowsAsUsers, flowTarget } from './flows/uses/destination.ts';
import { forwardsAsUsers } from './forwarding/destination.ts';
import { groupsAsUsers, groupTarget } from './groups/destination.ts';
import { numbersAsUsers } from './numbers/destinations.ts';
import { mailboxTarget } from './voicemail/destination.ts';

/** Where calls can go, and what sends them there, one line per slice in each list. */
export const DESTINATIONS: Destinations = {
  kinds: {
    extension: extensionTarget,
    group: groupTarget,
    mailbox: mailboxTarget,
    flow: flowTarget,
  },
  users: [numbersAsUsers, forwardsAsUsers, groupsAsUsers, flowsAsUsers],
};
