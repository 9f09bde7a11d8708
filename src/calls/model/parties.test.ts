import { expect, test } from 'vitest';
import { callFacts, legTo102 } from '../../../test/call-facts.ts';
import type { CallFacts } from './call-facts.ts';
import type { Admitted, Call } from './call.ts';
import type { Leg } from './legs.ts';
import { partiesOf } from './parties.ts';

const at = '2026-03-01T12:00:00.000Z';
const admitted = (facts: Partial<CallFacts>): Admitted => ({
  facts: callFacts(facts),
  party: { extensionId: facts.direction === 'inbound' ? null : (facts.extensionId ?? null), number: '101' },
  answered: null,
  returnTo: null,
  flow: null,
  flowAnswer: null,
  parked: null,
  origin: { number: '101', name: '', restricted: false },
  codecs: [],
  encryptedCaller: false,
  path: [],
  legsMade: 0,
});
const leg = (extensionId: string | null, state: Leg['state']): Leg =>
  legTo102(`leg-${extensionId}`, { party: { extensionId, number: '102' }, state });
const dialling = (facts: Partial<CallFacts>, legs: Leg[]): Call => ({
  caller: 'caller',
  scene: {
    kind: 'dialling',
    ...admitted(facts),
    legs,
    ringSeconds: 25,
    next: [],
    inOrder: false,
    exits: null,
    earlyMediaBridged: false,
    ringbackSent: false,
    causes: [],
    declined: false,
  },
});
const talking = (facts: Partial<CallFacts>, extensionId: string | null): Call => ({
  caller: 'caller',
  scene: {
    kind: 'talking',
    ...admitted(facts),
    leg: 'leg',
    callee: { extensionId, number: '102' },
    answered: { since: { kind: 'seen', at }, by: { extensionId, number: '102' } },
  },
});

test('the caller is off hook, and an extension counts once as ringing as soon as one of its phones rings', () => {
  const legs = [leg('e2', 'ringing'), leg('e2', 'ringing'), leg('e3', 'made'), leg(null, 'ringing')];
  expect(partiesOf(dialling({ direction: 'internal', extensionId: 'e1' }, legs))).toEqual({
    ringing: ['e2'],
    talking: ['e1'],
  });
});

test('in an inbound call nobody is off hook until a phone answers', () => {
  const inbound = { direction: 'inbound', extensionId: 'e1' } as const;
  expect(partiesOf(dialling(inbound, [leg('e1', 'ringing')]))).toEqual({ ringing: ['e1'], talking: [] });
  expect(partiesOf(talking(inbound, 'e2'))).toEqual({ ringing: [], talking: ['e2'] });
});

test('a phone that answers no longer rings, and outside numbers are not listed', () => {
  const internal = { direction: 'internal', extensionId: 'e1' } as const;
  expect(partiesOf(talking(internal, 'e2'))).toEqual({ ringing: [], talking: ['e1', 'e2'] });
  expect(partiesOf(talking({ direction: 'outbound', extensionId: 'e1' }, null))).toEqual({
    ringing: [],
    talking: ['e1'],
  });
});

test('after a transfer the called party takes the caller’s place, and joined calls have one party each', () => {
  const scene = {
    ...admitted({ direction: 'inbound', extensionId: 'e1' }),
    party: { extensionId: 'e2', number: '102' },
  };
  const parties = { ringing: [], talking: ['e2'] };
  expect(partiesOf({ caller: 'leg', scene: { kind: 'rerouting', ...scene, ringbackSent: true } })).toEqual(parties);
  expect(partiesOf({ caller: 'leg', scene: { kind: 'joined', ...scene, with: 'two', bridge: 'one' } })).toEqual(
    parties,
  );
});

test('a call has no parties before admission and after its end', () => {
  expect(partiesOf({ caller: 'caller', scene: { kind: 'admitting', legsMade: 0, id: 'one', codecs: [] } })).toBeNull();
  expect(partiesOf({ caller: 'caller', scene: { kind: 'ended' } })).toBeNull();
});
