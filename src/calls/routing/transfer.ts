import type { Connect, Decision, Journey, Onward } from '../model/decision.ts';
import { refuse } from './attempts.ts';
import type { Callee, PhoneFacts } from './facts.ts';
import { routeFromPhone } from './from-phone.ts';
import { toExtension } from './to-extension.ts';

/**
 * Where a call goes that an extension transfers: wherever a new call from there would go, by the same rules. `facts` are those of that extension
 * and of what it gave as the destination.
 */
export function routeTransfer(dialled: string, facts: PhoneFacts, journey: Journey): Decision | Onward {
  const { path, origin } = journey;
  const { id: extensionId } = facts.caller;
  const next = routeFromPhone(asDialled(dialled, facts), facts, { id: journey.facts.id, at: journey.at });
  switch (next.kind) {
    case 'refuse':
      return { ...next, record: journey.facts, path };
    // what these do is for the phone that dials them
    case 'voicemail':
    case 'pickup':
    case 'setting':
      return { ...refuse('not_in_service', journey.facts), path };
    case 'park':
    case 'retrieve': {
      const by = { extensionId, number: facts.caller.number };
      const taken = facts.notSlots ?? [];
      const slot = next.kind === 'retrieve' ? next.slot : null;
      return { kind: 'park', facts: journey.facts, origin, path, by, slot, taken };
    }
    case 'mailbox':
    case 'flow':
      return { ...next, facts: journey.facts, origin, path: [...path, ...(next.path ?? [])] };
    case 'onward':
      return facts.callee ? toExtension(facts.callee, journey) : { ...next, journey };
    case 'connect':
      return next.facts.direction === 'internal' && facts.callee
        ? toExtension(facts.callee, journey)
        : toOutside(next, journey);
  }
}

function toOutside(next: Connect, journey: Journey): Decision {
  const { path, origin, encryptedCaller } = journey;
  const { emergency, destination } = next.facts;
  const { legs } = journey.facts;
  // help is sent to the place of the extension that asked for it
  const call = emergency
    ? { ...next.facts, admittedAt: journey.facts.admittedAt, ...(legs && { legs }) }
    : { ...journey.facts, ...(destination && { destination }) };
  return { ...next, facts: call, origin, path, encryptedCaller };
}

/** Its call has been admitted already: what it was asked for then is not asked again. */
const asDialled = (dialled: string, { caller, tenant }: PhoneFacts) => ({
  channel: '',
  from: 'phone' as const,
  dialled,
  endpoint: '',
  tenantId: tenant.id,
  caller: { number: caller.number, name: caller.name },
  restricted: false,
  overTls: true,
  codecs: [],
  emergency: { trunkId: null, callback: null },
});

/** Rings the phone that transferred the call, and shows that the call comes back. */
export function routeReturn(callee: Callee, journey: Journey): Decision | Onward {
  const { origin } = journey;
  const name = `Return: ${origin.name || origin.number}`;
  return toExtension(callee, { ...journey, origin: { ...origin, name } });
}
