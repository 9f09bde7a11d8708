import type { Command } from '../../calls/model/command.ts';
import type { Event } from '../../calls/model/event.ts';
import type { CallEffects } from './call-effects.ts';
import type { JoiningCommand } from './joining-calls.ts';

/** How the command of a call reaches this call, and others. */
export type CallPort = {
  /** Gives the call an event, after those that wait already. */
  later: (event: Event) => void;
  /** Gives an event to another call. */
  send: (callId: string, event: Event) => void;
  /** Executes a command that involves another call. */
  join: (command: JoiningCommand) => Promise<Event>;
};

/** Executes a command. Returns the events that the call gets at once. */
export async function performCommand(
  command: Command,
  effects: CallEffects,
  { later, send, join }: CallPort,
): Promise<Event[]> {
  switch (command.type) {
    case 'admit':
      return [{ type: 'decided', decision: await effects.admit(command.arrival) }];
    case 'takeServiceCall':
      return [{ type: 'serviceCallTaken', taken: await effects.serviceCalls.take(command.order) }];
    case 'serviceCallAnswered':
      effects.serviceCalls.answered(command.facts);
      return [];
    case 'storeSound':
      effects.serviceCalls.store(command.facts);
      return [];
    case 'serviceCallEnded':
      effects.serviceCalls.ended(command.facts, command.outcome);
      return [];
    case 'reroute':
      return [{ type: 'decided', decision: await effects.reroute(command.onward, command.after) }];
    case 'savePath':
    case 'saveAnswer':
    case 'saveLegs':
    case 'saveLines':
    case 'saveFlowAnswer':
    case 'saveEnd':
      effects.save(command);
      return [];
    case 'loadFlows':
      return [{ type: 'flowsLoaded', loaded: await effects.loadFlows(command) }];
    case 'askFlow':
      // not awaited: the call must not wait for the reply if the caller hangs up
      void effects.askFlow(command).then((outcome) => later({ type: 'flowReplied', turn: command.turn, outcome }));
      return [];
    case 'reportFlow':
      effects.reportFlow(command);
      return [];
    case 'askMailbox':
      return [{ type: 'mailbox', reply: await effects.askMailbox(command.request) }];
    case 'saveSetting':
      return [{ type: 'settingSaved', result: await effects.saveSetting(command) }];
    case 'noteMessage':
      return [{ type: 'messageNoted', id: command.note.id, isNoted: await effects.noteMessage(command.note) }];
    case 'checkMessage':
      return [{ type: 'messageChecked', id: command.note.id, recorded: await effects.checkMessage(command.note) }];
    case 'storeMessage':
      effects.storeMessage(command.note);
      return [];
    case 'notify':
      send(command.call, command.event);
      return [];
    case 'findSlot':
    case 'retrieve':
    case 'pickUp':
    case 'joinOther':
      return [await join(command)];
    case 'wait':
      setTimeout(() => later(command.next), command.milliseconds).unref();
      return [];
    default:
      return effects.perform(command);
  }
}

/**
 * The commands that a call depends on, or whose events it waits for. If one of them fails, the call ends, because it
 * would otherwise wait for ever.
 */
const NECESSARY = new Set<Command['type']>([
  'createLeg',
  'dial',
  'inspect',
  'join',
  'answer',
  'play',
  'record',
  'noteMessage',
  'checkMessage',
  'askMailbox',
  'takeServiceCall',
  'findSlot',
  'retrieve',
  'pickUp',
  'joinOther',
]);

export const isNecessary = ({ type }: Command): boolean => NECESSARY.has(type);
