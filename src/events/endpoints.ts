import { endpoint } from '../platform/http/endpoint.ts';
import { eventErrors, EventPage, EventQuery } from './contract.ts';

export const listEvents = endpoint({
  id: 'listEvents',
  method: 'GET',
  path: '/events',
  scope: 'partner',
  permission: 'events.read',
  testKeys: 'served',
  chosenTenants: 'shown',
  summary: 'Read what has happened',
  description:
    'The events of the last 30 days in an order that never changes: a program that continues from the last `nextCursor` misses none. It gets the types that its scopes let it read, such as `call.*` with `call-history.read`, of the tenants that its key is for. A type that a program doesn’t know is to be skipped.\n\nThe same events go to webhooks; their types are listed under `webhooks` in the API’s description.',
  query: EventQuery,
  response: EventPage,
  errors: eventErrors,
});
