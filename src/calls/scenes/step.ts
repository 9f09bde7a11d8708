import type { Call, Scene } from '../model/call.ts';
import type { Command, CommandGroups } from '../model/command.ts';

/** The next state of a call, and the commands to execute. */
export type Step = { call: Call; commands: CommandGroups };

/** Puts commands before a step. */
export const after = (first: Command[], step: Step): Step =>
  first.length === 0 ? step : { call: step.call, commands: [first, ...step.commands] };

/** Adds a command to the first ones of a step, which run at the same time. */
export const withFirst = (command: Command, { call, commands: [first = [], ...rest] }: Step): Step => ({
  call,
  commands: [[command, ...first], ...rest],
});

export const stay = (call: Call): Step => ({ call, commands: [] });

/** Puts the call into a scene, with commands that run at the same time. */
export const act = ({ caller }: Call, scene: Scene, ...commands: Command[]): Step => ({
  call: { caller, scene },
  commands: commands.length === 0 ? [] : [commands],
});
