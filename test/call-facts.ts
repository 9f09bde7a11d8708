import type { CallFacts } from '../src/calls/call-facts.ts';

/** A call from extension 101 to 102 of the tenant `bakery`. */
export const callFacts = (fields: Partial<CallFacts> = {}): CallFacts => ({
  id: '01960000-0000-7000-8000-00000000ca11',
  tenantId: 'bakery',
  direction: 'internal',
  emergency: false,
  from: '101',
  to: '102',
  extensionId: null,
  didId: null,
  callbackNumber: null,
  admittedAt: '2026-03-01T12:00:00.000Z',
  ...fields,
});

/** A call to 911 that was admitted without the database. */
export const emergencyFacts = (fields: Partial<CallFacts> = {}): CallFacts =>
  callFacts({ tenantId: null, direction: 'outbound', emergency: true, to: '911', ...fields });
