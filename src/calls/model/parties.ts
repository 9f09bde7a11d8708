import type { CallFacts } from './call-facts.ts';
import { admittedOf, type Call } from './call.ts';
import type { Party } from './legs.ts';

/** The extensions that a call rings, and those that are off hook in it. */
export type Parties = { ringing: string[]; talking: string[] };

/** The parties of one call, as they are saved. */
export type LiveParties = Parties & { id: string; tenantId: string };

/** Null if the call is not admitted yet, or has ended. */
export function partiesOf(call: Call): Parties | null {
  const admitted = admittedOf(call);
  if (!admitted) return null;
  // after a transfer this may be the party that was called
  const { extensionId: caller } = admitted.party;
  const { scene } = call;
  switch (scene.kind) {
    case 'dialling': {
      const rung = scene.legs.filter(({ state }) => state !== 'made').map(({ party }) => party.extensionId);
      return { ringing: extensions(rung), talking: extensions([caller]) };
    }
    case 'originating': {
      const rings = !scene.isAnswered && scene.legs.some(({ state }) => state === 'ringing');
      return { ringing: extensions(rings ? [caller] : []), talking: extensions(scene.isAnswered ? [caller] : []) };
    }
    case 'talking':
      return { ringing: [], talking: extensions([caller, scene.callee.extensionId]) };
    case 'announcing':
    case 'rerouting':
    case 'inFlow':
    case 'takingMessage':
    case 'recordingSound':
    case 'listening':
    case 'parking':
    case 'announcingSlot':
    case 'waiting':
    case 'pickingUp':
    case 'setting':
    case 'joining':
    case 'joined':
      return { ringing: [], talking: extensions([caller]) };
    case 'admitting':
    case 'requested':
    case 'ended':
      return null;
  }
}

/** The parking slot of a call, also while it rings back to the phone that parked it. Null if it is not parked. */
export function slotOf({ scene }: Call): { tenantId: string; slot: string; returns: boolean } | null {
  switch (scene.kind) {
    case 'waiting':
    case 'dialling':
    case 'rerouting': {
      const { parked, facts } = scene;
      if (!parked || facts.tenantId === null) return null;
      return { tenantId: facts.tenantId, slot: parked.slot, returns: scene.kind === 'dialling' };
    }
    default:
      return null;
  }
}

/** The parties that the database assumes until call control has saved any. */
export const partiesAtFirst = (facts: CallFacts): Parties => ({
  ringing: [],
  talking: extensions([callerOf(facts).extensionId]),
});

/** The party that made a call. In an inbound call, `extensionId` is the extension that was called. */
export const callerOf = ({ direction, extensionId, from }: CallFacts): Party => ({
  extensionId: direction === 'inbound' ? null : extensionId,
  number: from,
});

/** Two phones of one extension count once. */
const extensions = (ids: (string | null)[]): string[] => [...new Set(ids.filter((id) => id !== null))];
