import type { Call, Scene } from '../model/call.ts';
import type { Command, CommandGroups } from '../model/command.ts';

/** What a call has become, and what is to be done about it. */
export type Step = { call: Call; commands: CommandGroups };

/** The step after these commands. */
export const after = (first: Command[], step: Step): Step =>
  first.length === 0 ? step : { call: step.call, commands: [first, ...step.commands] };

export const stay = (call: Call): Step => ({ call, commands: [] });

/** The call in this scene, and commands that run at the same time. */
export const act = ({ caller }: Call, scene: Scene, ...commands: Command[]): Step => ({
  call: { caller, scene },
  commands: commands.length === 0 ? [] : [commands],
});
