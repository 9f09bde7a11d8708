import { admittedOf, type Call } from './call.ts';
import type { CallFacts } from './call-facts.ts';

/** The extensions that a call rings, and those whose phones are off hook in it. */
export type Parties = { ringing: string[]; talking: string[] };

/** Of one call, as they are written. */
export type LiveParties = Parties & { id: string; tenantId: string };

/** Null of a call that is not admitted, or has ended. */
export function partiesOf(call: Call): Parties | null {
  const admitted = admittedOf(call);
  if (!admitted) return null;
  // after a transfer it may be the one that was called
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
    case 'atDesk':
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

/** The slot that a call waits in, or waits for again while it returns to the phone that parked it; null of a call that is not parked. */
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

/** What the database takes for granted of a call of which nothing is written yet. */
export const partiesAtFirst = (facts: CallFacts): Parties => ({ ringing: [], talking: extensions([callerOf(facts)]) });

/** From outside, the extension of the call's facts is the one that is called. */
const callerOf = ({ direction, extensionId }: CallFacts): string | null =>
  direction === 'inbound' ? null : extensionId;

/** Two phones of an extension are one. */
const extensions = (ids: (string | null)[]): string[] => [...new Set(ids.filter((id) => id !== null))];
