import type { CallFacts } from '../src/calls/model/call-facts.ts';
import type { Call, Scene } from '../src/calls/model/call.ts';
import type { CallEnd } from '../src/calls/model/command.ts';
import type { ContactTarget } from '../src/calls/model/decision.ts';
import type { Leg } from '../src/calls/model/legs.ts';

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

/** The end of a call that nobody answered, by a normal hang-up. */
export const callEnd = (fields: Partial<CallEnd> = {}): CallEnd => ({
  answeredAt: null,
  flowAnsweredAt: null,
  answeredBy: null,
  at: new Date().toISOString(),
  cause: 16,
  reason: null,
  endedBy: 'caller',
  path: [],
  ...fields,
});

/** A phone of extension 102 at this address. */
export const phoneTarget = (contact: string, encrypted = false): ContactTarget => ({
  kind: 'contact',
  extension: { id: 'e102', number: '102' },
  sipUsername: 'bakery-102',
  contact,
  encrypted,
});

/** A leg that calls extension 102. */
export const legTo102 = (channel: string, fields: Partial<Leg> = {}): Leg => ({
  channel,
  party: { extensionId: 'e102', number: '102' },
  state: 'made',
  since: '2026-03-01T12:00:00.000Z',
  confirm: false,
  secure: false,
  redirectedTo: null,
  ...fields,
});

/** A call from extension 101 that rings somewhere. */
export const diallingCall = (fields: Partial<Scene<'dialling'>> = {}): Call & { scene: Scene<'dialling'> } => ({
  caller: 'caller',
  scene: {
    kind: 'dialling',
    facts: callFacts(),
    party: { extensionId: 'e101', number: '101' },
    origin: { number: '101', name: '', restricted: false },
    codecs: [],
    encryptedCaller: false,
    path: [],
    legsMade: 2,
    answered: null,
    returnTo: null,
    parked: null,
    flow: null,
    flowAnswer: null,
    legs: [],
    ringSeconds: 20,
    next: [],
    inOrder: false,
    exits: null,
    earlyMediaBridged: true,
    ringbackSent: true,
    causes: [],
    declined: false,
    ...fields,
  },
});
