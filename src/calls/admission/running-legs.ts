import { type Admitted, admittedOf, type Call, isUp } from '../model/call.ts';

/** A charged leg that is answered and still up. `since`: null if only its live row has the time. */
type Running = { leg: number; since: string | null };

/** The legs of a call whose charge is growing. */
export function runningLegs(call: Call): Running[] {
  const admitted = admittedOf(call);
  if (!admitted) return [];
  return (admitted.facts.legs ?? []).flatMap(({ leg, pin, answeredAt, endedAt }) => {
    if (pin.rate === null || endedAt !== undefined) return [];
    if (leg === 0) return inboundOf(call, admitted);
    if (answeredAt !== undefined) return [{ leg, since: answeredAt }];
    // after a restart of call control, only the leg's live row has the time of the answer
    return call.scene.kind === 'talking' && call.scene.billed === leg ? [{ leg, since: null }] : [];
  });
}

function inboundOf({ scene }: Call, admitted: Admitted): Running[] {
  const answer = admitted.flowAnswer ?? admitted.answered?.since ?? ('answer' in scene ? scene.answer : null);
  if (!isUp(admitted) && !answer) return [];
  return [{ leg: 0, since: answer?.kind === 'seen' ? answer.at : null }];
}
