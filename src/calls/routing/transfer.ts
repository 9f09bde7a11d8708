import { type Connect, type Decision, type Journey, NO_EMERGENCY_ROW, type Onward } from '../model/decision.ts';
import { isProtected } from '../rules.ts';
import { refuse } from './attempts.ts';
import type { Callee, PhoneFacts } from './facts.ts';
import { routeFromPhone } from './from-phone.ts';
import { toExtension } from './to-extension.ts';

/**
 * Routes a transferred call as if the extension that transfers it had dialled the number, by the same rules. `facts`:
 * the facts of that extension and of the number.
 */
export function routeTransfer(dialled: string, facts: PhoneFacts, journey: Journey): Decision | Onward {
  const { path, origin } = journey;
  const { id: extensionId } = facts.caller;
  const next = routeFromPhone(asDialled(dialled, facts), facts, { id: journey.facts.id, at: journey.at });
  switch (next.kind) {
    case 'refuse':
      return { ...next, record: journey.facts, path };
    // these codes only make sense for the phone that dials them
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
  const { destination } = next.facts;
  const { legs } = journey.facts;
  // help must go to the location of the extension that asked for it, and nothing may end the call
  const call = isProtected(next.facts)
    ? { ...next.facts, admittedAt: journey.facts.admittedAt, ...(legs && { legs }) }
    : { ...journey.facts, ...(destination && { destination }) };
  return { ...next, facts: call, origin, path, encryptedCaller };
}

/**
 * The transfer as a call from the phone. The phone was checked when its own call was admitted, so it counts as
 * encrypted here.
 */
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
  emergency: NO_EMERGENCY_ROW,
});

/** Rings the phone that transferred the call. Its display says that the call has come back. */
export function routeReturn(callee: Callee, journey: Journey): Decision | Onward {
  const { origin } = journey;
  const name = `Return: ${origin.name || origin.number}`;
  return toExtension(callee, { ...journey, origin: { ...origin, name } });
}
