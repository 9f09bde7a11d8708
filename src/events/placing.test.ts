import { expect, test } from 'vitest';
import { choicesOf, type JsonSchema, jsonSchemaOf } from '../../test/json-schema.ts';
import { Event, SENT_EVENTS } from './catalogue-contract.ts';
import { MAX_BYTES, placeQueued } from './placing.ts';
import type { QueuedEvent } from './sql.ts';

const ID = '01994f2b-7c3a-7e51-9d20-8a4c1f6be330';
const queued = (
  name: string,
  facts: Record<string, unknown>,
  source: QueuedEvent['source'] = 'event',
): QueuedEvent => ({
  id: '1',
  partner_id: ID,
  tenant_id: ID,
  source,
  name,
  subject_id: ID,
  facts,
  occurred_at: new Date(0),
  tenant_external_id: 'x'.repeat(200),
  external_id: 'y'.repeat(200),
  last_position: '0',
  last_sequence: '0',
  gone: false,
  urgent: false,
});

function messageOf(row: QueuedEvent): Event {
  const { placed, refused } = placeQueued([row], () => ID);
  expect(refused).toEqual([]);
  const [{ body } = { body: '' }] = placed;
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(MAX_BYTES);
  return Event.parse(JSON.parse(body));
}

/** Data that matches the schema, with every text at its maximum length, or `long` if there is none. */
function sample(given: JsonSchema, long: string): unknown {
  const [schema = given] = choicesOf(given);
  if ('const' in schema) return schema.const;
  if (schema.enum) return schema.enum[0];
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, field]) => [name, sample(field, long)]),
      );
    case 'array':
      return schema.items ? [sample(schema.items, long)] : [];
    case 'integer':
    case 'number':
      return 100;
    case 'boolean':
      return true;
    case 'string':
      if (schema.format === 'uuid') return ID;
      if (schema.format === 'date-time') return '2026-11-05T12:00:00.000Z';
      return schema.maxLength === undefined ? long : long.slice(0, schema.maxLength);
    default:
      return null;
  }
}

const types = SENT_EVENTS.filter(({ type }) => type !== 'webhook.test');

test.each(types.map(({ type, schema }) => [type, schema.shape.data] as const))(
  '%s stays within the size limit of a message, however long its texts are',
  (type, data) => {
    const facts = sample(jsonSchemaOf(data), '😀'.repeat(50_000));
    const message = messageOf(queued(type, facts as Record<string, unknown>));
    expect(message).toMatchObject({ type, tenantExternalId: 'x'.repeat(200) });
  },
);

test('cuts texts from outside and says so, but never ids', () => {
  const facts = { id: ID, mailboxId: ID, callId: ID, from: '+12125550177', fromName: '😀'.repeat(20_000), seconds: 3 };
  const { data } = messageOf(queued('voicemail.received', facts));
  expect(data).toMatchObject({ id: ID, from: '+12125550177', fromName: expect.stringMatching(/^(😀){499}.?…$/u) });
});

test('cuts nothing in a message that is small enough', () => {
  const reason = '😀'.repeat(250);
  const credited = { number: 'CN-1', invoice: 'INV-1', total: '1.00', currency: 'USD', reason };
  const { data } = messageOf(queued('credit_note.issued', { before: {}, after: credited }, 'audit'));
  expect(data).toMatchObject({ reason });
});

test('lists the first of many numbers and says how many there are', () => {
  const numbers = Array.from({ length: 10_000 }, (_none, index) => `+1${2_125_550_000 + index}`);
  const after = { status: 'CANCELLED', suspensionReasons: [], numbers, purgeAt: '2026-11-05T12:00:00.000Z' };
  const { data } = messageOf(queued('tenant.cancelled', { before: { status: 'ACTIVE' }, after }, 'audit'));
  expect(data).toMatchObject({ releasedNumbers: numbers.slice(0, 100), releasedNumbersCount: 10_000 });
});
