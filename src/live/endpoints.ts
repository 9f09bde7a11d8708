import { endpoint } from '../platform/http/endpoint.ts';
import { LiveChange, LiveState } from './contract.ts';

export const watchTenant = endpoint({
  id: 'watchTenant',
  method: 'GET',
  path: '/tenants/{tenantId}/live',
  scope: 'tenant',
  permission: 'calls.read',
  summary: 'Watch extensions and calls',
  description:
    'Who is on the phone now. Asked for with `Accept: text/event-stream`, the response is a stream: the event `snapshot` with the present state, then a `change` whenever something changes. Without it, the response has only the current state.\n\nChanges are numbered by their `id`. After a lost connection, send the last one as `Last-Event-ID`: the stream continues from there, or begins with a new snapshot. A comment is sent every 15 seconds. The stream ends when the session ends or loses the right to read it.',
  response: LiveState,
  events: { snapshot: LiveState, change: LiveChange },
  headers: ['Last-Event-ID'],
});
