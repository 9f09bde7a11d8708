import { expect, test } from 'vitest';
import { callFacts, emergencyFacts } from '../../../test/call-facts.ts';
import type { Prices } from '../../billing/rating/pins.ts';
import { SAFE_RULES } from '../../outbound/rules.ts';
import type { Connect } from '../model/decision.ts';
import { viaTrunk } from '../routing/attempts.ts';
import { withTableClasses } from './table-classes.ts';

const CALLER = { number: '', name: '', restricted: false };
const AT = '2026-03-01T12:00:00.000Z';
const rate = {
  prefix: '9',
  destination: '',
  class: 'premium' as const,
  listId: '',
  table: '',
  validFrom: AT,
  rate: { setupMicros: 0, perMinuteMicros: 1, initialSeconds: 1, incrementSeconds: 1, minimumMicros: 0 },
};
/** Prices of a table that calls this number premium. */
const premium = (number: string): Prices => ({
  cycle: null,
  allowanceDue: false,
  inbound: null,
  outbound: { table: '', rates: { [number]: rate } },
});
const callTo = (facts: Connect['facts'], destination?: 'tollFree' | 'domestic'): Connect => ({
  kind: 'connect',
  facts,
  origin: CALLER,
  attempts: [{ targets: [viaTrunk('one', facts.to, destination)], callerId: CALLER, ringSeconds: 20 }],
});

test.each<[string, Connect]>([
  ['an emergency call', callTo(emergencyFacts())],
  ['a call to the crisis line', callTo(callFacts({ direction: 'outbound', to: '988' }))],
  ['a call to freephone', callTo(callFacts({ direction: 'outbound', to: '+18005550123' }), 'tollFree')],
])('%s keeps its class, whatever a table names', (_, decision) => {
  expect(withTableClasses(decision, premium(decision.facts.to), SAFE_RULES, AT)).toBe(decision);
});

test('another call gets the class that the table names, and is refused if the tenant may not call it', () => {
  const decision = callTo(
    callFacts({ direction: 'outbound', to: '+12125559999', destination: 'domestic' }),
    'domestic',
  );
  const prices = premium('+12125559999');
  expect(withTableClasses(decision, prices, SAFE_RULES, AT)).toMatchObject({ reason: 'not_permitted' });
  expect(withTableClasses(decision, prices, { ...SAFE_RULES, classes: ['premium'] }, AT)).toMatchObject({
    kind: 'connect',
    facts: { destination: 'premium' },
    attempts: [{ targets: [{ destination: 'premium' }] }],
  });
});
