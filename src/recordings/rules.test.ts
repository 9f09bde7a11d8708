import { expect, test } from 'vitest';
import { automaticCause, type Recordable } from './rules.ts';

const call = (more: Partial<Recordable> = {}): Recordable => ({
  direction: 'inbound',
  didId: 'did',
  extensions: [],
  recordedDidIds: [],
  ...more,
});
const extension = (recordCalls: boolean, ...recordDirections: Recordable['direction'][]) => ({
  recordCalls,
  recordDirections,
});

test.each([
  ['nobody asks for it', call(), null],
  ['the number is recorded', call({ recordedDidIds: ['did'] }), 'number'],
  ['another number is', call({ recordedDidIds: ['other'] }), null],
  ['a number is recorded for calls from outside alone', call({ direction: 'outbound', recordedDidIds: ['did'] }), null],
  ['an extension is recorded', call({ extensions: [extension(true, 'inbound')] }), 'extension'],
  ['in another direction', call({ extensions: [extension(true, 'outbound', 'internal')] }), null],
  ['its switch is off', call({ extensions: [extension(false, 'inbound')] }), null],
  [
    'one of two',
    call({ direction: 'internal', didId: null, extensions: [extension(false), extension(true, 'internal')] }),
    'extension',
  ],
])('%s', (_, facts, cause) => {
  expect(automaticCause(facts)).toBe(cause);
});
