import type { Call } from '../model/call.ts';
import type { Command } from '../model/command.ts';
import { isProtected } from '../rules.ts';
import type { Step } from './step.ts';

/**
 * While a phone hears the early media of a carrier, it is in the bridge with somebody who hasn't answered. Asterisk
 * would transfer that call, report success, and leave the phone with nobody. So it refuses (404) until the scene is
 * over. Asterisk itself refuses transfers by phones that are alone (400).
 */
export function withoutEarlyTransfers(before: Call, step: Step): Step {
  const { call, commands } = step;
  const [was, is] = [before, call].map(isInEarlyMedia);
  if (was === is || call.scene.kind === 'ended') return step;
  const command: Command = { type: is ? 'forbidTransfers' : 'allowTransfers', channel: call.caller };
  const [first = [], ...rest] = commands;
  return { call, commands: [[...first, command], ...rest] };
}

/** Protected calls can't be transferred at any time. */
const isInEarlyMedia = ({ scene }: Call): boolean =>
  scene.kind === 'dialling' && scene.earlyMediaBridged && scene.party.extensionId !== null && !isProtected(scene.facts);
