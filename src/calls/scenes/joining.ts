import { type Admitted, type Call, carried, type Scene } from '../model/call.ts';
import type { Command } from '../model/command.ts';
import type { Event } from '../model/event.ts';
import type { Party } from '../model/legs.ts';
import * as joined from './joined.ts';
import * as rerouting from './rerouting.ts';
import { act, stay, type Step } from './step.ts';
import * as waiting from './waiting.ts';

/** An attended transfer: the transferor has talked to somebody in another call, and now hands this call over to them. */
export function enter(call: Call, admitted: Admitted, dialog: string, by: Party): Step {
  const scene: Scene<'joining'> = { kind: 'joining', ...admitted };
  return act(call, scene, { type: 'joinOther', dialog, by, bridge: admitted.facts.id });
}

export function on(call: Call, scene: Scene<'joining'>, event: Event, at: string): Step {
  switch (event.type) {
    case 'joined':
      return joined.enter(call, withStep(scene, event.to, at), {
        partner: event.with,
        bridge: event.bridge,
        commands: [{ type: 'join', bridge: event.bridge, channels: [call.caller] }],
      });
    case 'nobodyThere':
      return sendThere(call, scene, event, at);
    case 'parkThere':
      return scene.returnTo === null
        ? stay(call)
        : waiting.enter(
            call,
            withStep(scene, event.slot, at),
            { slot: event.slot, by: scene.returnTo, recalls: 0 },
            at,
          );
    case 'decided': {
      // the other call doesn't exist or can't be handed over
      const back = rerouting.backToTransferor(carried(scene));
      const going = { ...ringing(scene), returnTo: null };
      return back
        ? rerouting.send(call, going, { nextHop: back.nextHop, commands: [{ type: 'ring', channel: call.caller }], at })
        : stay(call);
    }
    default:
      return stay(call);
  }
}

/**
 * The waiting party goes where the transferor was: to the number that still rang, or to the mailbox or flow that had
 * answered. It hears ringback, as after a blind transfer.
 */
function sendThere(
  call: Call,
  scene: Scene<'joining'>,
  { to, mailbox, of }: Extract<Event, { type: 'nobodyThere' }>,
  at: string,
): Step {
  const { returnTo } = scene;
  if (returnTo === null) return stay(call);
  const ring: Command = { type: 'ring', channel: call.caller };
  const [target, path] =
    mailbox === null
      ? [{ kind: 'transfer', number: to, by: returnTo } as const, scene.path]
      : [{ kind: 'mailbox', id: mailbox } as const, withStep(scene, to, at).path];
  const nextHop = { to: target, forwarded: null };
  return rerouting.send(call, { ...ringing(scene), path }, { nextHop, commands: [ring], at, after: of });
}

const ringing = (scene: Scene<'joining'>): Scene<'rerouting'> => ({
  kind: 'rerouting',
  ...carried(scene),
  ringbackSent: true,
});

const withStep = (scene: Scene<'joining'>, to: string, at: string): Admitted => {
  const { returnTo, path } = scene;
  return {
    ...carried(scene),
    returnTo: null,
    path: returnTo ? [...path, { event: 'transferred', at, ...returnTo, to, attended: true }] : path,
  };
};
