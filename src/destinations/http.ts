import type { Server } from '../platform/http/server.ts';
import { type Destinations, usesOf } from './destinations.ts';
import * as endpoints from './endpoints.ts';

export function destinationRoutes(server: Server, { destinations }: { destinations: Destinations }): void {
  server.on(endpoints.listDestinationUses, async ({ tx, query }) => ({
    items: await usesOf(tx, query, destinations),
  }));
}
