import { applied } from './apply.ts';
import type { Command } from './commands.ts';
import type { Draft } from './draft.ts';

/** So many steps can be taken back. */
export const MOST_STEPS = 100;

/** A draft with what it was before, the latest last, and what was taken back, the next one last. */
export type Editing = {
  draft: Draft;
  past: readonly Draft[];
  future: readonly Draft[];
  /** what the last step was about, if the next one about the same belongs to it: letters typed into one field are one step */
  typing: string | null;
};

export type Act =
  | Command
  | { do: 'undo' }
  | { do: 'redo' }
  /** typed into a field: one step with what was typed into the same field just before */
  | { do: 'type'; field: string; command: Command }
  /** the field was left */
  | { do: 'typed' }
  /** another draft takes its place, as after a conflict or a publish; it can be taken back when `keep` is set */
  | { do: 'load'; draft: Draft; keep: boolean };

export const editingOf = (draft: Draft): Editing => ({ draft, past: [], future: [], typing: null });

/** The one reducer of the designer. */
export function edited(state: Editing, act: Act): Editing {
  switch (act.do) {
    case 'undo':
      return undone(state);
    case 'redo':
      return redone(state);
    case 'typed':
      return state.typing === null ? state : { ...state, typing: null };
    case 'type':
      return done(state, applied(state.draft, act.command), act.field);
    case 'load':
      return act.keep ? done(state, act.draft, null) : editingOf(act.draft);
    default:
      return done(state, applied(state.draft, act), null);
  }
}

function done(state: Editing, draft: Draft, typing: string | null): Editing {
  if (draft === state.draft) return state;
  const continued = typing !== null && typing === state.typing;
  return { draft, past: continued ? state.past : pushed(state.past, state.draft), future: [], typing };
}

function undone({ draft, past, future }: Editing): Editing {
  const before = past.at(-1);
  const state = { draft, past, future, typing: null };
  return before ? { ...state, draft: before, past: past.slice(0, -1), future: [...future, draft] } : state;
}

function redone({ draft, past, future }: Editing): Editing {
  const next = future.at(-1);
  const state = { draft, past, future, typing: null };
  return next ? { ...state, draft: next, past: pushed(past, draft), future: future.slice(0, -1) } : state;
}

const pushed = (past: readonly Draft[], draft: Draft): readonly Draft[] => [...past, draft].slice(-MOST_STEPS);
