import type { Call } from '../model/call.ts';
import type { Command } from '../model/command.ts';

/**
 * Clears the note that a flow, a parking slot or another call may have left on the caller's channel. After a restart of
 * call control, a call goes where its note says, so a call must have none in a scene that isn't restored.
 */
export const clearNote = ({ caller: channel }: Call): Command => ({ type: 'setNote', channel, note: null });
