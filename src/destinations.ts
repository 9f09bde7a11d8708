import { extensionDestination } from './extensions/destination.ts';
import type { Destinations } from './numbers/destinations.ts';

/** What a number can lead to: each slice with targets is one line. */
export const DESTINATIONS: Destinations = {
  extension: extensionDestination,
};
