import { API_VERSION, TestEvent } from './envelope-contract.ts';

/** A message without content, to test a webhook. */
export function testEvent(id: string, now: Date): { type: string; body: string } {
  const event = TestEvent.parse({
    id,
    type: 'webhook.test',
    apiVersion: API_VERSION,
    tenantId: null,
    tenantExternalId: null,
    occurredAt: now.toISOString(),
    sequence: null,
    data: { message: 'This is a test. Nothing has happened.' },
  });
  return { type: event.type, body: JSON.stringify(event) };
}
